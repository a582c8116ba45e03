package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankDefinition;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.testing.TcpBank;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Banks at work over TCP. Every snapshot is exact, and not because nothing was going on. */
class BankOverTcpTest {

  @ParameterizedTest(name = "{0} branches, {1} snapshots")
  @CsvSource({"2, 20", "4, 50", "16, 12"})
  void snapshotsAsFastAsTheyComeAreExact(int branches, int snapshots) throws Exception {
    try (TcpBank bank = new TcpBank(branches)) {
      List<BankSnapshot> taken = bank.takeExact(bank.of(1_000L * branches), snapshots);
      long inFlight =
          taken.stream().filter(snapshot -> snapshot.inFlightTotal().signum() > 0).count();
      assertThat(inFlight).isGreaterThanOrEqualTo(snapshots * 3L / 10);
      assertThat(taken)
          .allSatisfy(snapshot ->
              assertThat(snapshot.snapshot().markers()).isEqualTo(branches * (branches - 1)));
      assertThat(bank.warnings).isEmpty();
      assertThat(bank.halted).isEmpty();
    }
  }

  @Test
  void aBankOfOneBranch() throws Exception {
    try (TcpBank bank = new TcpBank(1)) {
      assertThat(bank.takeExact(bank.of(4_001), 5))
          .allSatisfy(snapshot -> assertThat(snapshot.balanceTotal()).isEqualTo(4_001));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "4001", "9223372036854775807"})
  void anyTotal(long total) throws Exception {
    try (TcpBank bank = new TcpBank(4)) {
      bank.takeExact(bank.of(total), 3);
    }
  }

  @Test
  void tenInitiatorsAtOnce() throws Exception {
    try (TcpBank bank = new TcpBank(4);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      BankDefinition definition = bank.of(4_000);
      List<Future<List<BankSnapshot>>> runs = new ArrayList<>();
      for (int controller = 0; controller < 10; controller++) {
        Callable<List<BankSnapshot>> run = () -> bank.takeExact(definition, 6);
        runs.add(threads.submit(run));
      }
      List<String> ids = new ArrayList<>();
      for (Future<List<BankSnapshot>> run : runs) {
        run.get().forEach(snapshot -> ids.add(String.valueOf(snapshot.snapshot().id())));
      }
      assertThat(ids).hasSize(60).doesNotHaveDuplicates();
    }
  }
}
