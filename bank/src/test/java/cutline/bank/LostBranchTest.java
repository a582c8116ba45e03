package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.Request;
import cutline.core.SnapshotStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A branch that is gone is named, and what is left of a snapshot is never a result. */
class LostBranchTest {

  private static final Duration SHORT = Duration.ofSeconds(1);

  /** A seed with which the second snapshot is initiated by A, and the third one by C. */
  private static final long THEN_A_THEN_C = 2;

  private final MemoryBank branches = new MemoryBank("A", "B", "C");
  private final BankDefinition bank = branches.of(3_000);

  @AfterEach
  void close() {
    branches.close();
  }

  /** Lets a controller work until it has told of so many snapshots; something happens meanwhile. */
  private List<BankSnapshot> take(int count, Consumer<Integer> meanwhile) throws Exception {
    Taken taken = new Taken();
    ControllerLog log =
        new ControllerLog() {
          @Override
          public void waiting(List<String> names) {}

          @Override
          public void running(BankDefinition running, boolean attached) {
            meanwhile.accept(0);
          }

          @Override
          public void snapshot(int number, BankSnapshot snapshot) {
            taken.snapshot(number, snapshot);
            meanwhile.accept(number);
          }
        };
    ControllerOptions options = new ControllerOptions(count, Duration.ZERO, SHORT, THEN_A_THEN_C);
    try (Controller controller = branches.controller(bank, options, log)) {
      controller.run();
    }
    return taken.snapshots;
  }

  @Test
  void aSnapshotWithoutABranchIsIncompleteAndNamesIt() throws Exception {
    List<BankSnapshot> snapshots =
        take(
            3,
            number -> {
              if (number == 1) {
                branches.kill("C");
              }
            });
    Taken.assertExact(snapshots.getFirst());
    assertIncomplete(snapshots.get(1), "A", "no report from C");
    assertThat(snapshots.get(1).snapshot().id()).isNotNull();
    assertIncomplete(snapshots.get(2), "C", "no answer from C (nobody listens as C)");
    assertThat(snapshots.get(2).snapshot().id()).isNull();
  }

  private static void assertIncomplete(BankSnapshot lost, String initiator, String reason) {
    assertThat(lost.snapshot().initiator()).isEqualTo(initiator);
    assertThat(lost.snapshot().status()).isEqualTo(SnapshotStatus.INCOMPLETE);
    assertThat(lost.snapshot().reason()).isEqualTo(reason);
    assertThat(lost.isInconsistent()).isFalse();
    assertThat(SnapshotJson.line(lost)).contains("\"total\":null", "\"consistent\":null");
  }

  @Test
  void aBranchThatComesBackEmptyIsFoundOut() throws Exception {
    branches.take(bank, 1).assertExact(1);
    branches.kill("C");
    branches.start("C");
    assertThatThrownBy(() -> branches.take(bank, 1))
        .isInstanceOfSatisfying(
            ControllerException.class,
            e -> assertThat(e.kind()).isEqualTo(ControllerException.Kind.OTHER_BANK))
        .hasMessage(
            "C lost what it had: this bank is at work, and it knows nothing of it."
                + " Start all branches anew");
  }

  @Test
  void aBranchThatComesBackEmptyWhileAControllerIsAtWorkIsNoPartOfASnapshot() throws Exception {
    List<BankSnapshot> snapshots =
        take(
            3,
            number -> {
              if (number == 1) {
                branches.kill("B");
                branches.start("B");
              }
            });
    Taken.assertExact(snapshots.getFirst());
    assertThat(snapshots.subList(1, 3))
        .allSatisfy(lost -> {
          assertThat(lost.snapshot().isComplete()).isFalse();
          assertThat(lost.snapshot().reason()).isNotNull();
        });
  }

  /** Its peers have exchanged entries with it that it does not know of. */
  @Test
  void aBranchThatIsDealtItsShareASecondTimeIsShutOut() throws Exception {
    branches.take(bank, 1);
    branches.kill("C");
    branches.start("C");
    try (Asker asker = new Asker(branches.transport("asker"), "C")) {
      asker.ask(Request.newBuilder().setInitBranch(bank.initBranch("C")).build());
    }
    await()
        .atMost(MemoryBank.PATIENCE)
        .until(() -> branches.warnings.stream().anyMatch(LostBranchTest::tellsOfALostState));
    assertThat(branches.take(bank, 1, SHORT).snapshots)
        .allSatisfy(lost -> assertThat(lost.snapshot().isComplete()).isFalse());
  }

  private static boolean tellsOfALostState(String warning) {
    return warning.contains("our own state is older than what we have sent");
  }

  @Test
  void branchesThatAreNotThereAreNamed() {
    branches.kill("B");
    branches.kill("C");
    assertThatThrownBy(() -> branches.take(bank, 1, SHORT))
        .isInstanceOfSatisfying(
            ControllerException.class,
            e -> assertThat(e.kind()).isEqualTo(ControllerException.Kind.UNREACHABLE))
        .hasMessage(
            "no answer within 1s from B (memory:2): nobody listens as B, C (memory:3): nobody listens as C");
  }

  /** Takes three snapshots; something happens when the controller waits for the first time. */
  private Taken takeWhen(Consumer<List<String>> waiting) throws Exception {
    Taken taken = new Taken();
    ControllerLog log =
        new ControllerLog() {
          @Override
          public void waiting(List<String> names) {
            if (taken.waitings.isEmpty()) {
              waiting.accept(names);
            }
            taken.waiting(names);
          }

          @Override
          public void running(BankDefinition running, boolean attached) {}

          @Override
          public void snapshot(int number, BankSnapshot snapshot) {
            taken.snapshot(number, snapshot);
          }
        };
    try (Controller controller =
        branches.controller(bank, branches.options(3, MemoryBank.PATIENCE), log)) {
      controller.run();
    }
    assertThat(taken.waitings).isNotEmpty();
    return taken;
  }

  @Test
  void aBranchMayComeLater() throws Exception {
    branches.kill("C");
    Taken taken =
        takeWhen(names -> {
          assertThat(names).containsExactly("C");
          branches.start("C");
        });
    assertThat(taken.waitings).hasSize(1);
    taken.assertExact(3);
  }

  /** A and B have told that they are fresh when another controller deals to all, and starts. */
  @Test
  void aBranchThatAnotherControllerDealsToMeanwhileHasLostNothing() throws Exception {
    branches.kill("C");
    takeWhen(
            _ -> {
              branches.start("C");
              dealByAnother();
            })
        .assertExact(3);
  }

  private void dealByAnother() {
    try {
      branches.take(bank, 1).assertExact(1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
