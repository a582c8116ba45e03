package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.bank.wire.InitBranch;
import cutline.bank.wire.Inquiry;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.Status;
import cutline.core.ChannelOrder;
import cutline.runtime.OtherOrderException;
import cutline.runtime.Ticker;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A bank whose channels are not FIFO, and what meets one of another order. */
class ChannelOrderTest {

  private static final String[] NAMES = {"A", "B", "C"};

  private static Reply ask(MemoryBank branches, InitBranch request) throws Exception {
    try (Asker asker = new Asker(branches.transport("asker"), request.getYou())) {
      return asker.ask(Request.newBuilder().setInitBranch(request).build());
    }
  }

  private static void assertRefused(Reply reply) {
    assertThat(reply.getRefused().getCode()).isEqualTo(Refused.Code.OTHER_BANK);
    assertThat(reply.getRefused().getReason()).endsWith("with the same --transport");
  }

  private static void assertHolds(ChannelOrder stored, ThrowingCallable start) {
    assertThatThrownBy(start)
        .satisfies(thrown ->
            assertThat(thrown instanceof OtherOrderException ? thrown : thrown.getCause())
                .isInstanceOfSatisfying(
                    OtherOrderException.class,
                    refused -> assertThat(refused.stored()).isEqualTo(stored)));
  }

  @Test
  void snapshotsAreExactThoughBranchesAreKilled() throws Exception {
    try (MemoryBank branches = new MemoryBank(ChannelOrder.NON_FIFO, NAMES)) {
      BankDefinition bank = branches.of(3_001);
      branches.take(bank, 30).assertExact(30).assertMoneyInFlightIn(0.3);
      for (String name : bank.names()) {
        branches.kill(name);
        branches.restart(name);
        branches.take(bank, 5).assertExact(5);
      }
      assertThat(branches.warnings).isEmpty();
    }
  }

  @Test
  void itIsTold() throws Exception {
    try (MemoryBank branches = new MemoryBank(ChannelOrder.NON_FIFO, NAMES)) {
      BankDefinition bank = branches.of(3_000);
      branches.take(bank, 1);
      assertThat(
              BankConnection.find(
                  "B", branches.transport("asker"), MemoryBank.PATIENCE, Ticker.system()))
          .isEqualTo(bank.address());
      try (Asker asker = new Asker(branches.transport("asker"), "A")) {
        Status status =
            asker
                .ask(Request.newBuilder().setInquiry(Inquiry.getDefaultInstance()).build())
                .getStatus();
        assertThat(status.getNonFifo()).isTrue();
      }
    }
  }

  @Test
  void aBankOfAnotherOrderThanTheNetworksIsRefused() throws Exception {
    try (MemoryBank branches = new MemoryBank(NAMES)) {
      BankDefinition bank = branches.of(3_000);
      InitBranch other = bank.withOrder(ChannelOrder.NON_FIFO).initBranch("A");
      assertRefused(ask(branches, other));
      assertThat(branches.server("A").isRunning()).isFalse();
      branches.take(bank, 1).assertExact(1);
      assertRefused(ask(branches, other));
      branches.take(bank, 1).assertExact(1);
    }
  }

  @Test
  void aBranchGoesOnWithTheOrderThatItHad() throws Exception {
    try (MemoryBank branches = new MemoryBank(NAMES)) {
      BankDefinition bank = branches.of(3_000);
      branches.take(bank, 1);
      branches.kill("A");
      branches.setOrder(ChannelOrder.NON_FIFO);
      assertHolds(ChannelOrder.FIFO, () -> branches.restart("A"));
      branches.setOrder(ChannelOrder.FIFO);
      branches.restart("A");
      branches.take(bank, 1).assertExact(1);
    }
  }

  @Test
  void soDoesAClient() throws Exception {
    Traffic still = Traffic.irregular(Duration.ofDays(1), DurationRange.NONE, 1, 1);
    BankDefinition bank = MemoryBank.joined(List.of("1", "2"), List.of(5L, 5L), still);
    try (MemoryBank clients = new MemoryBank(ChannelOrder.NON_FIFO)) {
      joinAndLeave(clients, bank.withOrder(ChannelOrder.NON_FIFO));
      clients.setOrder(ChannelOrder.FIFO);
      assertHolds(ChannelOrder.NON_FIFO, () -> clients.join("1", bank));
      clients.setOrder(ChannelOrder.NON_FIFO);
      joinAndLeave(clients, bank.withOrder(ChannelOrder.NON_FIFO));
    }
  }

  private static void joinAndLeave(MemoryBank clients, BankDefinition bank) throws Exception {
    assertThat(clients.join("1", bank).status().get().balance()).isEqualTo(5);
    clients.kill("1");
  }
}
