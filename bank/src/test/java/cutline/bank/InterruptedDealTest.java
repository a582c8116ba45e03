package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cutline.bank.wire.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A controller is killed at every step of its work, and started again. */
class InterruptedDealTest {

  private static final long TOTAL = 3_002;

  /** Three inquiries, one InitBranch, three, three Starts; as many answers. */
  private static final int DEAL = 20;

  private final MemoryBank branches = new MemoryBank("A", "B", "C");
  private final BankDefinition bank = branches.of(TOTAL);

  /** Runs a controller that dies after so many frames; gives what it has told. */
  private Taken runUntil(int frames) throws InterruptedException {
    CountDownLatch dead = new CountDownLatch(1);
    MortalTransport transport =
        new MortalTransport(branches.transport("first"), frames, dead::countDown);
    Taken taken = new Taken();
    ControllerOptions options = branches.options(2, MemoryBank.PATIENCE);
    try (Controller controller = branches.controller(bank, options, transport, taken)) {
      Thread thread = Thread.ofVirtual().start(() -> run(controller));
      assertThat(dead.await(MemoryBank.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      thread.join();
    }
    return taken;
  }

  private static void run(Controller controller) {
    assertThat(catchThrowable(controller::run)).isInstanceOf(InterruptedException.class);
  }

  static IntStream steps() {
    return IntStream.rangeClosed(0, DEAL + 8);
  }

  @ParameterizedTest(name = "after {0} frames")
  @MethodSource("steps")
  void theNextOneFinishesTheDeal(int frames) throws Exception {
    try (branches) {
      runUntil(frames);
      branches.take(bank, 3).assertExact(3);
      assertThat(branches.halted).isEmpty();
    }
  }

  @ParameterizedTest(name = "after {0} frames")
  @MethodSource("steps")
  void whatWasDealtIsOfThatBankForEver(int frames) throws Exception {
    try (branches) {
      runUntil(frames);
      List<Status> dealt = new ArrayList<>();
      for (String name : bank.names()) {
        Status status = branches.status(name);
        if (status.getPhase() != Status.Phase.FRESH) {
          dealt.add(status);
        }
      }
      BankDefinition other = branches.of(9_000);
      if (dealt.isEmpty()) {
        branches.take(other, 2).assertExact(2);
      } else {
        assertThatThrownBy(() -> branches.take(other, 2))
            .isInstanceOf(ControllerException.class)
            .hasMessageContaining("this bank holds $3,002; use a new --data");
        branches.take(bank, 3).assertExact(3);
      }
    }
  }

  @Test
  void theStepsCoverTheWholeDealAndTheFirstSnapshot() throws InterruptedException {
    try (branches) {
      assertThat(runUntil(DEAL - 1).begun).isZero();
      assertThat(runUntil(DEAL + 8).begun).isEqualTo(1);
    }
  }

  @Test
  void manyMayDieOneAfterTheOther() throws Exception {
    try (branches) {
      for (int frames : new int[] {3, 7, 8, 9, 11, 13, 14, 16, 18, 22}) {
        runUntil(frames);
      }
      branches.take(bank, 5).assertExact(5);
    }
  }
}
