package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.runtime.Connection;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Members that are not what they were, for somebody who talks to their bank from outside. */
class StrangeMemberTest {

  private static BankConnection connect(BankDefinition bank, Transport transport) {
    return new BankConnection(
        bank.address(), transport, MemoryBank.PATIENCE, Ticker.system(), InstantSource.system(), 1);
  }

  @Test
  void whoKnowsNothingOfTheBankIsNotOneThatIsSilent() throws Exception {
    try (MemoryBank branches = new MemoryBank("A", "B")) {
      BankDefinition bank = branches.of(2_000);
      branches.take(bank, 1);
      branches.kill("B");
      branches.start("B");
      try (BankConnection connection = connect(bank, branches.transport("x"))) {
        assertThat(connection.statuses(MemoryBank.PATIENCE, false)).containsOnlyKeys("A");
        assertThat(connection.obstacle("A")).isEmpty();
        assertThat(connection.obstacle("B")).isEqualTo("is part of no bank");
        branches.kill("B");
        await()
            .atMost(MemoryBank.PATIENCE)
            .until(() -> {
              connection.statuses(Duration.ofMillis(200), false);
              return !connection.obstacle("B").equals("is part of no bank");
            });
      }
    }
  }

  @Test
  void whoIsOfAnotherBankIsNotOneThatIsSilent() throws Exception {
    try (MemoryBank branches = new MemoryBank("A", "B")) {
      branches.take(branches.of(2_000), 1);
      try (BankConnection connection = connect(branches.of(3_000), branches.transport("x"))) {
        assertThat(connection.statuses(MemoryBank.PATIENCE, false)).isEmpty();
        assertThat(connection.obstacle("B")).isEqualTo("is part of another bank");
      }
    }
  }

  /** Whoever comes and goes often would leave one behind each time. */
  @Test
  void aConnectionThatIsMadeTooLateIsClosed() throws Exception {
    List<Connection> made = new ArrayList<>();
    CompletableFuture<Transport.Dialer> late = new CompletableFuture<>();
    try (MemoryBank branches = new MemoryBank("A", "B")) {
      BankDefinition bank = branches.of(2_000);
      branches.take(bank, 1);
      Transport transport = branches.transport("x");
      Transport slow =
          (peer, dialer) -> {
            if (peer.equals("B")) {
              late.complete(dialer);
            } else {
              transport.dial(peer, dialer);
            }
          };
      try (BankConnection connection = connect(bank, slow)) {
        assertThat(connection.statuses(Duration.ofMillis(500), false)).containsOnlyKeys("A");
      }
      CompletableFuture<Boolean> closed = new CompletableFuture<>();
      transport.dial(
          "B",
          new Transport.Dialer() {
            @Override
            public Transport.Receiver connected(Connection connection) {
              made.add(connection);
              Transport.Receiver receiver =
                  Objects.requireNonNull(late.getNow(null)).connected(connection);
              return new Transport.Receiver() {
                @Override
                public void received(byte[] frame) throws cutline.runtime.MalformedException {
                  receiver.received(frame);
                }

                @Override
                public void batchEnd() {
                  receiver.batchEnd();
                }

                @Override
                public void closed() {
                  closed.complete(true);
                }
              };
            }

            @Override
            public void failed(String reason) {
              closed.completeExceptionally(new AssertionError(reason));
            }
          });
      await().atMost(MemoryBank.PATIENCE).until(closed::isDone);
      assertThat(closed.join()).isTrue();
      assertThat(made).hasSize(1);
    }
  }
}
