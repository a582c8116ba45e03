package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.Request;
import cutline.bank.wire.Status;
import cutline.core.SnapshotId;
import cutline.runtime.MemoryStore;
import cutline.runtime.Store;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Branches that are killed and come back with their stores. */
class DurableBranchTest {

  private final MemoryBank branches = new MemoryBank("A", "B", "C", "D");
  private final BankDefinition bank = branches.of(4_001);

  @AfterEach
  void close() {
    branches.close();
  }

  private Status status(String name) {
    return branches.status(name);
  }

  @Test
  void aBranchThatComesBackGoesOn() throws Exception {
    branches.take(bank, 3).assertExact(3);
    for (String name : bank.names()) {
      branches.kill(name);
      branches.restart(name);
      Status back = status(name);
      assertThat(branches.told).anyMatch(line -> line.startsWith(name + " recovered with $"));
      assertThat(back.getPhase()).isEqualTo(Status.Phase.STARTED);
      assertThat(back.getBank()).isEqualTo(bank.id());
      await().atMost(MemoryBank.PATIENCE).until(() -> status(name).getSent() > 5);
    }
    branches.take(bank, 10).assertExact(10).assertMoneyInFlightIn(0.3);
    assertThat(branches.halted).isEmpty();
  }

  /** The initiator itself among them; snapshots that wait for a dead branch complete. */
  @Test
  void snapshotsThatWaitForADeadBranchComplete() throws Exception {
    branches.take(bank, 1);
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
        BankConnection connection = branches.connection(bank, MemoryBank.PATIENCE)) {
      for (String name : bank.names()) {
        branches.kill(name);
        Future<BankSnapshot> snapshot = thread.submit(() -> connection.snapshot("B", null));
        if (!name.equals("B")) {
          await().atMost(MemoryBank.PATIENCE).until(() -> status("B").getOpenCount() > 0);
        }
        branches.restart(name);
        assertThat(snapshot.get().snapshot().reason()).isNull();
        assertThat(snapshot.get().total()).isEqualTo(4_001);
      }
    }
  }

  @Test
  void allAtOnceMayBeKilled() throws Exception {
    branches.take(bank, 1);
    for (int round = 0; round < 5; round++) {
      bank.names().forEach(branches::kill);
      bank.names().forEach(branches::restart);
      branches.take(bank, 3).assertExact(3);
    }
  }

  @Test
  void aBranchThatWasNotStartedWaitsAfterARestart() throws Exception {
    try (Asker asker = new Asker(branches.transport("asker"), "A")) {
      asker.ask(Request.newBuilder().setInitBranch(bank.initBranch("A")).build());
    }
    branches.kill("A");
    branches.restart("A");
    assertThat(status("A").getPhase()).isEqualTo(Status.Phase.READY);
    assertThat(status("A").getBalance()).isEqualTo(1_001);
    branches.take(bank, 3).assertExact(3);
  }

  @Test
  void anotherTotalMeetsWhatTheBranchesHold() throws Exception {
    branches.take(bank, 1);
    bank.names().forEach(branches::kill);
    bank.names().forEach(branches::restart);
    assertThatThrownBy(() -> branches.take(branches.of(5_000), 1))
        .isInstanceOf(ControllerException.class)
        .hasMessageContaining("this bank holds $4,001; use a new --data");
  }

  @Test
  void anotherBranchsStoreIsRefused() throws Exception {
    Store store = new MemoryStore();
    try (MemoryBank other = new MemoryBank()) {
      other.useStore("A", store);
      other.restart("A");
      try (Asker asker = new Asker(other.transport("asker"), "A")) {
        asker.ask(Request.newBuilder().setInitBranch(bank.initBranch("A")).build());
      }
    }
    try (MemoryBank other = new MemoryBank()) {
      other.useStore("B", store);
      assertThatThrownBy(() -> other.restart("B")).hasRootCauseMessage("it holds branch A, not B");
    }
  }

  /** Its peers know how much it had told them. */
  @Test
  void aBranchWithAnOldStoreIsRefused() throws Exception {
    branches.take(bank, 1);
    branches.kill("C");
    branches.start("C");
    try (Asker asker = new Asker(branches.transport("asker"), "C")) {
      asker.ask(Request.newBuilder().setInitBranch(bank.initBranch("C")).build());
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            branches.warnings.stream().anyMatch(line -> line.contains("it has lost its state"))
                || branches.halted.stream().anyMatch(line -> line.contains("lost its state")));
  }

  /** A bank whose state is in pages; one that comes back has every account as it was. */
  @Test
  void branchesOfManyAccountsComeBackAndGoBack() throws Exception {
    BankDefinition many = BankDefinition.dealt(400_000, bank.members(), 1_000, bank.traffic());
    branches.take(many, 5).assertExact(5).assertMoneyInFlightIn(0.3);
    branches.kill("C");
    branches.restart("C");
    branches.take(many, 3).assertExact(3);
    try (BankConnection connection = branches.connection(many, MemoryBank.PATIENCE)) {
      SnapshotId id = Objects.requireNonNull(connection.snapshot("B", null).snapshot().id());
      branches.take(many, 3).assertExact(3);
      // Until then a member may still copy what the snapshot needs.
      await()
          .atMost(MemoryBank.PATIENCE)
          .until(() -> connection.restore("A", id, MemoryBank.PATIENCE).failure() == null);
      await()
          .atMost(MemoryBank.PATIENCE)
          .until(() ->
              connection.statuses(MemoryBank.PATIENCE, false).values().stream()
                  .allMatch(member -> member.getEra() == 1));
    }
    branches.kill("D");
    branches.restart("D");
    branches.take(many, 5).assertExact(5).assertMoneyInFlightIn(0.3);
    assertThat(branches.halted).isEmpty();
  }
}
