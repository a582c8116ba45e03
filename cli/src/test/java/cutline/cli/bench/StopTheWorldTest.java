package cutline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.cli.command.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real bank of two branches, with money that takes its time. */
class StopTheWorldTest {

  private static final int ACCOUNTS = 1_000;

  @TempDir private Path directory;

  private MeasuredBranch a;
  private MeasuredBranch b;
  private StopTheWorld world;

  @BeforeEach
  void start() throws Exception {
    MeasuredPair pair =
        MeasuredPair.of(Protocol.TCP, ACCOUNTS, Duration.ofNanos(100_000), Duration.ofMillis(50));
    a = new MeasuredBranch("A", directory.resolve("a"), pair.bank());
    b = new MeasuredBranch("B", directory.resolve("b"), pair.bank());
    world = new StopTheWorld(pair.bank());
    awaitTransfer();
  }

  @AfterEach
  void end() {
    world.close();
    a.close();
    b.close();
  }

  private void awaitTransfer() throws InterruptedException {
    for (MeasuredBranch branch : List.of(a, b)) {
      CountDownLatch received = new CountDownLatch(1);
      branch.whenReceived(_ -> received.countDown());
      assertThat(received.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private long sum() throws Exception {
    return a.process.accounts(LongStream::sum).get() + b.process.accounts(LongStream::sum).get();
  }

  @Test
  void aHaltedBankHasItsTotalInItsAccountsAndGoesOn() throws Exception {
    for (int i = 0; i < 5; i++) {
      long[] received = new long[2];
      long nanos =
          world.stop(() -> {
            for (MeasuredBranch branch : List.of(a, b)) {
              assertThat(branch.process.status().get().isPaused()).isTrue();
            }
            received[0] = a.process.status().get().received();
            long sum = sum();
            received[1] = a.process.status().get().received();
            return sum;
          });
      assertThat(received[1]).as("nothing comes any more").isEqualTo(received[0]).isPositive();
      // What was in flight at the halt was awaited.
      assertThat(Duration.ofNanos(nanos)).isGreaterThan(Duration.ofMillis(20));
      awaitTransfer();
    }
  }

  @Test
  void accountsThatDoNotAddUpAreNotPassedOver() throws Exception {
    assertThatThrownBy(() -> world.stop(() -> sum() - 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a halted bank of $1,000,000,000 has $999,999,999 in its accounts");
    awaitTransfer();
  }

  /** Else the check could not fail: the accounts of a bank at work hardly ever have its total. */
  @Test
  void withoutTheHaltTheAccountsLackWhatIsInFlight() throws Exception {
    assertThat(sum()).isLessThan(1_000_000_000L);
  }
}
