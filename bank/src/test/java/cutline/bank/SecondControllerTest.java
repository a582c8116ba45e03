package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Controllers of the same bank share it; any other one is turned away and changes nothing. */
class SecondControllerTest {

  private final MemoryBank branches = new MemoryBank("A", "B", "C", "D");
  private final BankDefinition bank = branches.of(4_000);

  @AfterEach
  void theBankIsExact() throws Exception {
    branches.take(bank, 5).assertExact(5);
    branches.close();
  }

  /** The message begins with whichever branch has said so first. */
  private static void assertOtherBank(String message, ThrowingCallable run) {
    assertThatThrownBy(run)
        .isInstanceOfSatisfying(
            ControllerException.class,
            e -> assertThat(e.kind()).isEqualTo(ControllerException.Kind.OTHER_BANK))
        .hasMessageMatching("[ABCD]" + Pattern.quote(message));
  }

  @Test
  void theSameBankIsJoined() throws Exception {
    assertThat(branches.take(bank, 2).attached).isFalse();
    assertThat(branches.take(bank, 2).assertExact(2).attached).isTrue();
  }

  @Test
  void anotherTotalIsRefused() throws Exception {
    branches.take(bank, 1);
    assertOtherBank(
        ": this bank holds $4,000; use a new --data", () -> branches.take(branches.of(8_000), 1));
  }

  @Test
  void anotherFileIsRefused() throws Exception {
    branches.take(bank, 1);
    for (List<String> names :
        List.of(List.of("A", "B", "C"), List.of("D", "C", "B", "A"), List.of("A"))) {
      BankDefinition other = branches.of(4_000, names);
      assertOtherBank(
          ": this bank holds $4,000, among other branches; use a new --data",
          () -> branches.take(other, 1));
    }
  }

  @Test
  void aFileThatConfusesTheBranchesIsRefused() {
    BankDefinition confused = branches.of(4_000, List.of("A", "B"));
    assertOtherBank(
        " (memory:2): this is branch A",
        () -> {
          Taken taken = new Taken();
          try (Controller controller =
              branches.controller(
                  confused,
                  branches.options(1, MemoryBank.PATIENCE),
                  (_, dialer) -> branches.transport("second").dial("A", dialer),
                  taken)) {
            controller.run();
          }
        });
  }

  @Test
  void otherTrafficIsNotAnotherBank() throws Exception {
    branches.take(bank, 1);
    BankDefinition busier = BankDefinition.dealt(4_000, bank.members(), BankDefinitionTest.TRAFFIC);
    assertThat(branches.take(busier, 3).assertExact(3).attached).isTrue();
  }

  /** Whichever comes first; the order of the branches in their files does not matter. */
  @RepeatedTest(10)
  void ofTwoAtTheSameMomentOneWins() throws Exception {
    try (MemoryBank contested = new MemoryBank("A", "B", "C");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CyclicBarrier together = new CyclicBarrier(2);
      List<Future<Taken>> runs = new ArrayList<>();
      for (BankDefinition wanted :
          List.of(
              contested.of(3_000, List.of("A", "B", "C")),
              contested.of(6_000, List.of("C", "B", "A")))) {
        Callable<Taken> run =
            () -> {
              together.await();
              return contested.take(wanted, 3);
            };
        runs.add(threads.submit(run));
      }
      int winners = 0;
      for (Future<Taken> run : runs) {
        try {
          run.get().assertExact(3);
          winners++;
        } catch (ExecutionException e) {
          assertThat(e)
              .cause()
              .isInstanceOf(ControllerException.class)
              .hasMessageMatching("[ABC]: this bank holds \\$[36],000; use a new --data");
        }
      }
      assertThat(winners).isEqualTo(1);
    }
  }
}
