package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Rhythm;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.TransferRefusal;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.runtime.PeerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bank of clients, which come and go as they like and ask nobody. */
class JoinedBankTest {

  private static final Traffic NONE =
      new Traffic(new Rhythm.Regular(Duration.ofHours(1), 0), DurationRange.NONE, 100, 1);
  private static final Traffic BUSY =
      new Traffic(
          new Rhythm.Regular(Duration.ofMillis(1), 1),
          new DurationRange(Duration.ofMillis(5), Duration.ofMillis(5)),
          100,
          1);
  private static final List<String> NAMES = List.of("1", "2", "3");

  private final MemoryBank memory = new MemoryBank();

  @AfterEach
  void close() {
    memory.close();
  }

  private static BankDefinition bank(Traffic traffic) {
    return MemoryBank.joined(NAMES, List.of(1_000L, 1_500L, 500L), traffic);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(MemoryBank.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static BankSnapshot snapshot(BankProcess client) throws Exception {
    return get(client.snapshot(MemoryBank.PATIENCE));
  }

  private List<BankProcess> joinAll(Traffic traffic) throws Exception {
    List<BankProcess> clients = new ArrayList<>();
    for (String name : NAMES.reversed()) {
      clients.add(memory.join(name, bank(traffic)));
    }
    awaitConnected(clients);
    return clients;
  }

  private static void awaitConnected(List<BankProcess> clients) {
    await()
        .atMost(MemoryBank.PATIENCE)
        .until(() -> {
          for (BankProcess client : clients) {
            if (!get(client.status()).peers().stream().allMatch(PeerStatus::isConnected)) {
              return false;
            }
          }
          return true;
        });
  }

  @Test
  void snapshotsFromAllClientsAtOnceAreExactAndMoneyIsInFlight() throws Exception {
    List<BankProcess> clients = joinAll(BUSY);
    Taken taken = new Taken();
    for (int round = 0; round < 20; round++) {
      List<CompletableFuture<BankSnapshot>> together =
          clients.stream().map(client -> client.snapshot(MemoryBank.PATIENCE)).toList();
      for (CompletableFuture<BankSnapshot> snapshot : together) {
        taken.snapshots.add(get(snapshot));
      }
    }
    taken.assertExact(60).assertMoneyInFlightIn(0.5);
    assertThat(taken.snapshots)
        .allSatisfy(snapshot -> assertThat(snapshot.total()).isEqualTo(3_000));
    assertThat(memory.warnings).isEmpty();
  }

  @Test
  void othersAreToldThatTheyTookPart() throws Exception {
    List<BankProcess> clients = joinAll(NONE);
    String id = String.valueOf(snapshot(clients.get(1)).snapshot().id());
    assertThat(memory.told)
        .contains("1 recorded " + id, "2 recorded " + id, "3 recorded " + id)
        .contains("1: 2 is there", "3: 1 is there");
  }

  @Test
  void withoutAClientThatWasNeverSeenThereIsNoSnapshot() throws Exception {
    BankProcess first = memory.join("1", bank(NONE));
    BankSnapshot alone = snapshot(first);
    assertThat(alone.snapshot().status()).isEqualTo(SnapshotStatus.INCOMPLETE);
    assertThat(alone.snapshot().reason()).isEqualTo("2, 3 were never seen");
    assertThat(alone.snapshot().id()).isNull();
    BankProcess third = memory.join("3", bank(NONE));
    await()
        .atMost(MemoryBank.PATIENCE)
        .until(() -> "2 was never seen".equals(snapshot(third).snapshot().reason()));
  }

  @Test
  void aBankOfClientsGoesBack() throws Exception {
    List<BankProcess> clients = joinAll(BUSY);
    BankSnapshot snapshot = snapshot(clients.getFirst());
    SnapshotId id = Objects.requireNonNull(snapshot.snapshot().id());
    assertThat(get(clients.get(1).restore(id, MemoryBank.PATIENCE))).isEmpty();
    await().atMost(MemoryBank.PATIENCE).until(() -> memory.told.contains("3 went back to " + id));
    await().atMost(MemoryBank.PATIENCE).until(() -> get(clients.getFirst().status()).era() == 1);
    assertThat(snapshot(clients.getFirst()).total()).isEqualTo(3_000);
    assertThat(get(clients.get(1).restore(new SnapshotId("1", 9, 9), MemoryBank.PATIENCE)))
        .hasValue("2 has no finished part of snapshot 1.9.9");
  }

  @Test
  void withoutAClientThatWasNeverSeenThereIsNoWayBack() throws Exception {
    BankProcess first = memory.join("1", bank(NONE));
    SnapshotId id = new SnapshotId("1", 1, 1);
    assertThat(get(first.restore(id, MemoryBank.PATIENCE))).hasValue("2, 3 were never seen");
    try (BankConnection connection = memory.connection(bank(NONE), MemoryBank.PATIENCE)) {
      assertThat(connection.restore("1", id, MemoryBank.PATIENCE))
          .isEqualTo(new BankConnection.RestoreResult(true, "2, 3 were never seen"));
    }
  }

  @Test
  void forAClientThatWasSeenASnapshotWaitsUntilTheDeadline() throws Exception {
    List<BankProcess> clients = joinAll(NONE);
    memory.kill("2");
    BankProcess first = clients.getLast();
    CompletableFuture<BankSnapshot> waits = first.snapshot(MemoryBank.PATIENCE);
    BankSnapshot missing = get(first.snapshot(Duration.ofMillis(100)));
    assertThat(missing.snapshot().status()).isEqualTo(SnapshotStatus.INCOMPLETE);
    assertThat(missing.snapshot().reason()).contains("2");
    assertThat(waits).isNotDone();
    assertThat(get(first.status()).open()).hasSize(1);
  }

  @Test
  void moneyGoesOnlyToClientsThatAreThere() throws Exception {
    BankProcess first = memory.join("1", bank(NONE));
    assertThat(get(first.transfer("2", 40))).hasValue(new TransferRefusal.NotConnected("2"));
    BankProcess second = memory.join("2", bank(NONE));
    await().atMost(MemoryBank.PATIENCE).until(() -> get(first.transfer("2", 40)).isEmpty());
    await().atMost(MemoryBank.PATIENCE).until(() -> get(second.status()).balance() == 1_540);
    assertThat(get(first.status()).balance()).isEqualTo(960);
    memory.kill("2");
    await().atMost(MemoryBank.PATIENCE).until(() -> get(first.transfer("2", 40)).isPresent());
    assertThat(memory.told).contains("1: 2 has gone");
  }

  @Test
  void aClientOfAnotherBankIsRefusedAndBothSaySo() throws Exception {
    memory.join("1", bank(NONE));
    memory.join("2", MemoryBank.joined(NAMES, List.of(1_000L, 1_500L, 501L), NONE));
    await()
        .atMost(MemoryBank.PATIENCE)
        .until(() ->
            memory.warnings.stream().anyMatch(warning -> warning.startsWith("1 was refused"))
                && memory.warnings.stream().anyMatch(warning -> warning.startsWith("2 refused")));
  }

  @Test
  void addressesAndRatesMayDiffer() throws Exception {
    memory.join("1", bank(NONE));
    BankProcess second = memory.join("2", bank(BUSY));
    await()
        .atMost(MemoryBank.PATIENCE)
        .until(() -> get(second.status()).peers().getFirst().isConnected());
  }

  @Test
  void trafficChangesWhileItRuns() throws Exception {
    List<BankProcess> clients = joinAll(NONE);
    BankProcess client = clients.getFirst();
    // A dollar at a time: nobody sends any back.
    get(client.changeTraffic(_ -> new Traffic(BUSY.rhythm(), BUSY.delay(), 1, 1)));
    await().atMost(MemoryBank.PATIENCE).until(() -> get(client.status()).sent() > 10);
    assertThat(get(client.pause(true)).isPaused()).isTrue();
    long sent = get(client.status()).sent();
    snapshot(client);
    assertThat(get(client.status()).sent()).isEqualTo(sent);
    get(client.pause(false));
    await().atMost(MemoryBank.PATIENCE).until(() -> get(client.status()).sent() > sent);
  }

  /** Else a snapshot could end before money that was sent with the longer delay has arrived. */
  @Test
  void aSnapshotIsAsPatientAsTheLargestDelayThatThereWas() throws Exception {
    BankProcess client = joinAll(NONE).getFirst();
    Duration timeout = Duration.ofSeconds(1);
    for (int seconds : new int[] {7, 2}) {
      Duration delay = Duration.ofSeconds(seconds);
      get(client.changeTraffic(traffic -> traffic.with(new DurationRange(delay, delay))));
    }
    assertThat(client.patience(timeout)).isEqualTo(Duration.ofSeconds(22));
  }
}
