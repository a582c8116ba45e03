package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cutline.bank.config.ConfigurationException;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.core.SnapshotStatus;
import cutline.runtime.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bank at work, seen from outside. */
class BankConnectionTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private final MemoryBank branches = new MemoryBank("A", "B", "C");
  private final BankDefinition bank = branches.of(3_000);

  @AfterEach
  void close() {
    branches.close();
  }

  private BankConnection connect(Duration timeout) {
    return branches.connection(bank, timeout);
  }

  private static Status ofA(BankConnection connection, Duration patience, boolean unacknowledged)
      throws InterruptedException {
    return Objects.requireNonNull(connection.statuses(patience, unacknowledged).get("A"));
  }

  private static long balances(SequencedMap<String, Status> statuses) {
    return statuses.values().stream().mapToLong(Status::getBalance).sum();
  }

  @Test
  void oneMemberLeadsToAll() throws Exception {
    branches.take(bank, 1);
    BankAddress found =
        BankConnection.find("B", branches.transport("asker"), MemoryBank.PATIENCE, Ticker.system());
    assertThat(found).isEqualTo(new BankAddress(bank.id(), 3_000, bank.members(), bank.order()));
  }

  @Test
  void aBranchWithoutABankLeadsNowhere() {
    assertThatThrownBy(() ->
            BankConnection.find(
                "A", branches.transport("asker"), MemoryBank.PATIENCE, Ticker.system()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("A waits for a controller and is part of no bank yet");
  }

  @Test
  void nobodyThereLeadsNowhere() throws Exception {
    assertThat(BankConnection.find("X", branches.transport("asker"), SHORT, Ticker.system()))
        .isNull();
  }

  @Test
  void everybodySaysHowItIs() throws Exception {
    branches.take(bank, 3);
    try (BankConnection connection = connect(MemoryBank.PATIENCE)) {
      SequencedMap<String, Status> statuses = connection.statuses(MemoryBank.PATIENCE, false);
      assertThat(statuses.sequencedKeySet()).containsExactly("A", "B", "C");
      assertThat(statuses.values()).allMatch(status -> status.getPeersCount() == 2);
      branches.kill("B");
      SequencedMap<String, Status> rest = connection.statuses(SHORT, false);
      assertThat(rest.sequencedKeySet()).containsExactly("A", "C");
      assertThat(connection.obstacle("B")).isNotEmpty();
    }
  }

  @Test
  void aPausedBankComesToRestAndGoesOn() throws Exception {
    branches.take(bank, 1);
    try (BankConnection connection = connect(MemoryBank.PATIENCE)) {
      connection.pause(true);
      await()
          .atMost(MemoryBank.PATIENCE)
          .until(() -> balances(connection.statuses(MemoryBank.PATIENCE, false)) == 3_000);
      assertThat(connection.naiveBalances().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(3_000);
      long sent = ofA(connection, MemoryBank.PATIENCE, false).getSent();
      connection.pause(false);
      await()
          .atMost(MemoryBank.PATIENCE)
          .until(() -> ofA(connection, MemoryBank.PATIENCE, false).getSent() > sent);
    }
  }

  /** Not one sum in so many was right: the money in flight was in none of them. */
  @Test
  void naiveBalancesMissWhatIsInFlight() throws Exception {
    branches.take(bank, 1);
    List<Long> sums = new ArrayList<>();
    try (BankConnection connection = connect(MemoryBank.PATIENCE)) {
      for (int i = 0; i < 50; i++) {
        sums.add(connection.naiveBalances().values().stream().mapToLong(Long::longValue).sum());
        BankSnapshot snapshot = connection.snapshot("B", null);
        assertThat(snapshot.total()).isEqualTo(3_000);
      }
    }
    assertThat(sums).anyMatch(sum -> sum < 3_000);
  }

  @Test
  void moneyForABranchThatIsAwayStaysWithItsSenders() throws Exception {
    branches.take(bank, 1);
    try (BankConnection connection = connect(MemoryBank.PATIENCE)) {
      branches.kill("C");
      await()
          .atMost(MemoryBank.PATIENCE)
          .until(() -> {
            Peer c = ofA(connection, SHORT, true).getPeers(1);
            return !c.getConnected() && c.getMet() && c.getUnacknowledged() > 100;
          });
    }
  }

  @Test
  void progressIsTold() throws Exception {
    branches.take(bank, 1);
    branches.kill("C");
    List<String> told = new ArrayList<>();
    try (BankConnection connection = connect(Duration.ofSeconds(1))) {
      BankSnapshot snapshot =
          connection.snapshot(
              "A", (id, arrived, markers) -> told.add("%s %d/%d".formatted(id, arrived, markers)));
      assertThat(snapshot.snapshot().status()).isEqualTo(SnapshotStatus.INCOMPLETE);
      assertThat(told).contains(snapshot.snapshot().id() + " 2/6");
    }
  }
}
