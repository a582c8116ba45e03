package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.bank.BankConnection.RestoreResult;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.RestoreEnded;
import cutline.bank.wire.RestoreSnapshot;
import cutline.bank.wire.Status;
import cutline.core.SnapshotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bank that goes back to a snapshot while it works. */
class RestoredBankTest {

  private static final long TOTAL = 4_001;
  private static final long SECOND = 1_000_000_000;

  private final MemoryBank branches = new MemoryBank("A", "B", "C", "D");
  private final BankDefinition bank = branches.of(TOTAL);
  private BankConnection connection;

  @BeforeEach
  void connect() throws Exception {
    branches.take(bank, 1);
    connection = branches.connection(bank, MemoryBank.PATIENCE);
  }

  @AfterEach
  void theBankStillWorks() throws Exception {
    connection.close();
    branches.take(bank, 5).assertExact(5);
    assertThat(branches.halted).isEmpty();
    branches.close();
  }

  /** One with money in flight. */
  private BankSnapshot snapshot() throws InterruptedException {
    BankSnapshot taken;
    do {
      taken = connection.snapshot("A", null);
      assertThat(taken.total()).isEqualTo(TOTAL);
    } while (taken.inFlightTotal().signum() == 0);
    return taken;
  }

  private static SnapshotId id(BankSnapshot snapshot) {
    return Objects.requireNonNull(snapshot.snapshot().id());
  }

  private void goBack(String coordinator, BankSnapshot snapshot) throws InterruptedException {
    assertThat(connection.restore(coordinator, id(snapshot), MemoryBank.PATIENCE))
        .isEqualTo(new RestoreResult(true, null));
  }

  private void awaitEra(long era) {
    await()
        .atMost(MemoryBank.PATIENCE)
        .until(() -> {
          var statuses = connection.statuses(MemoryBank.PATIENCE, false).values();
          return statuses.size() == bank.names().size()
              && statuses.stream().allMatch(status -> status.getEra() == era);
        });
  }

  /** What each member has in the snapshot and gets from its channels. */
  private static Map<String, Long> balances(BankSnapshot snapshot) {
    Map<String, Long> balances = new TreeMap<>();
    snapshot.snapshot().states().forEach((name, state) -> balances.put(name, state.balance()));
    snapshot
        .snapshot()
        .channels()
        .forEach((channel, transfers) ->
            transfers.forEach(
                transfer -> balances.merge(channel.to(), transfer.amount(), Long::sum)));
    return balances;
  }

  private Map<String, Long> balances() throws InterruptedException {
    Map<String, Long> balances = new TreeMap<>();
    connection
        .statuses(MemoryBank.PATIENCE, false)
        .forEach((name, status) -> balances.put(name, status.getBalance()));
    return balances;
  }

  @Test
  void itGoesBackUnderTrafficAndOn() throws Exception {
    for (int round = 1; round <= 5; round++) {
      BankSnapshot snapshot = snapshot();
      goBack(bank.names().get(round % 4), snapshot);
      awaitEra(round);
      assertThat(branches.told)
          .contains("A went back to " + id(snapshot), "D went back to " + id(snapshot));
      BankSnapshot later = snapshot();
      assertThat(id(later)).isNotEqualTo(id(snapshot));
      Taken.assertExact(later);
    }
  }

  @Test
  void everybodyHasJustWhatTheSnapshotSays() throws Exception {
    BankSnapshot snapshot = snapshot();
    connection.pause(true);
    goBack("C", snapshot);
    awaitEra(1);
    assertThat(balances()).isEqualTo(balances(snapshot));
    connection.pause(false);
    long sent = branches.status("A").getSent();
    await().atMost(MemoryBank.PATIENCE).until(() -> branches.status("A").getSent() > sent);
    connection.pause(true);
    goBack("A", snapshot);
    awaitEra(2);
    assertThat(balances()).isEqualTo(balances(snapshot));
    connection.pause(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "D"})
  void whoeverIsKilledMeanwhileAllGoBackOrNobody(String victim) throws Exception {
    BankSnapshot snapshot = snapshot();
    long era = 0;
    List<RestoreResult> results = new ArrayList<>();
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 5; round++) {
        Future<RestoreResult> result =
            thread.submit(() -> connection.restore("B", id(snapshot), MemoryBank.PATIENCE));
        branches.kill(victim);
        branches.restart(victim);
        RestoreResult ended = result.get();
        assertThat(ended.isKnown()).as(ended.failure()).isTrue();
        results.add(ended);
        era += ended.failure() == null ? 1 : 0;
        awaitEra(era);
        assertThat(connection.snapshot("C", null).total()).isEqualTo(TOTAL);
      }
    }
    assertThat(results).anyMatch(result -> result.failure() == null);
  }

  @Test
  void withoutAMemberItStaysAsItIs() throws Exception {
    BankSnapshot snapshot = snapshot();
    branches.kill("C");
    try (BankConnection hasty = branches.connection(bank, Duration.ofMillis(200))) {
      assertThat(hasty.restore("A", id(snapshot), MemoryBank.PATIENCE))
          .isEqualTo(new RestoreResult(true, "no answer from C"));
      assertThat(hasty.restore("C", id(snapshot), Duration.ofMillis(200)).isKnown()).isFalse();
    }
    branches.restart("C");
    long sent = branches.status("C").getSent();
    await().atMost(MemoryBank.PATIENCE).until(() -> branches.status("C").getSent() > sent);
    awaitEra(0);
    goBack("A", snapshot);
    awaitEra(1);
  }

  /** A process that ends right behind the decision has told nobody that it went back. */
  @Test
  void whoBeginsInALaterEraSaysSo() throws Exception {
    branches.kill("C");
    branches.restart("C");
    goBack("A", snapshot());
    awaitEra(1);
    assertThat(branches.told).noneMatch(line -> line.contains("begun in era"));
    branches.kill("C");
    branches.restart("C");
    await()
        .atMost(MemoryBank.PATIENCE)
        .untilAsserted(() -> assertThat(branches.told).contains("C begun in era 1"));
  }

  // --------------------------------------------------------------- the request

  @Test
  void aConnectionThatAsksAgainWithItsRequestGoesBackOnce() throws Exception {
    SnapshotId snapshot = id(snapshot());
    String request = connection.newRestoreRequest();
    for (int again = 0; again < 2; again++) {
      assertThat(connection.restore(request, "A", snapshot, MemoryBank.PATIENCE))
          .isEqualTo(new RestoreResult(true, null));
      awaitEra(1);
    }
    assertThat(connection.newRestoreRequest()).isNotEqualTo(request);
  }

  private static Request request(String wish, String snapshot, long timeoutNanos) {
    return Request.newBuilder()
        .setRestoreSnapshot(
            RestoreSnapshot.newBuilder()
                .setRequest(wish)
                .setSnapshot(snapshot)
                .setTimeoutNanos(timeoutNanos))
        .build();
  }

  private Reply ask(Request request) {
    try (Asker asker = new Asker(branches.transport("asker"), "A")) {
      return asker.ask(request);
    }
  }

  @Test
  void theSameRequestLeadsToTheSameRestore() throws Exception {
    String snapshot = id(snapshot()).toString();
    Reply ended =
        Reply.newBuilder()
            .setRestoreEnded(RestoreEnded.newBuilder().setRequest("mine").setSnapshot(snapshot))
            .build();
    for (int again = 0; again < 3; again++) {
      assertThat(ask(request("mine", snapshot, 20 * SECOND))).isEqualTo(ended);
      awaitEra(1);
    }
    branches.kill("A");
    branches.restart("A");
    assertThat(ask(request("mine", snapshot, 20 * SECOND))).isEqualTo(ended);
    awaitEra(1);
  }

  /** It was asked for on a connection that has ended since. */
  @Test
  void theAnswerGoesToWhomeverAsksAgain() throws Exception {
    String snapshot = id(snapshot()).toString();
    branches.kill("D");
    try (Asker leaving = new Asker(branches.transport("asker"), "A")) {
      leaving.send(request("mine", snapshot, 20 * SECOND));
    }
    try (Asker asker = new Asker(branches.transport("asker"), "A")) {
      asker.send(request("mine", snapshot, 20 * SECOND));
      branches.restart("D");
      assertThat(asker.next().getRestoreEnded().getFailure()).isEmpty();
    }
    awaitEra(1);
  }

  @Test
  void aSnapshotThatIsNotThereCannotBeRestored() {
    RestoreEnded ended = ask(request("mine", "A.1.99", SECOND)).getRestoreEnded();
    assertThat(ended.getSnapshot()).isEqualTo("A.1.99");
    assertThat(ended.getFailure()).isEqualTo("A has no finished part of snapshot A.1.99");
  }

  @ParameterizedTest
  @CsvSource({
    "'', A.1.1, 5",
    "mine, A.1, 5",
    "mine, '', 5",
    "mine, A.1.1, -1",
    "mine, A.1.1, 9223372036854775807"
  })
  void nonsenseIsRefused(String wish, String snapshot, long timeoutNanos) {
    Refused refused = ask(request(wish, snapshot, timeoutNanos)).getRefused();
    assertThat(refused.getCode()).isEqualTo(Refused.Code.INVALID);
    assertThat(refused.getSubject()).isEqualTo(wish);
    assertThat(branches.status("A").getEra()).isZero();
  }

  @Test
  void aFreshBranchHasNothingToGoBackTo() {
    try (MemoryBank fresh = new MemoryBank("A");
        Asker asker = new Asker(fresh.transport("asker"), "A")) {
      Refused refused = asker.ask(request("mine", "A.1.1", SECOND)).getRefused();
      assertThat(refused.getCode()).isEqualTo(Refused.Code.NOT_READY);
      assertThat(refused.getSubject()).isEqualTo("mine");
      assertThat(fresh.status("A").getPhase()).isEqualTo(Status.Phase.FRESH);
    }
  }
}
