package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankDefinition;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.command.Protocol;
import cutline.cli.testing.SocketBank;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Banks at work over sockets. Every snapshot is exact, and not because nothing was going on. */
class BankOverSocketsTest {

  @ParameterizedTest(name = "{0}, {1} branches, {2} snapshots")
  @CsvSource({"TCP, 2, 20", "TCP, 4, 50", "TCP, 16, 12", "UDP, 2, 20", "UDP, 4, 50", "UDP, 8, 12"})
  void snapshotsAsFastAsTheyComeAreExact(Protocol protocol, int branches, int snapshots)
      throws Exception {
    try (SocketBank bank = new SocketBank(protocol, branches)) {
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
    try (SocketBank bank = new SocketBank(1)) {
      assertThat(bank.takeExact(bank.of(4_001), 5))
          .allSatisfy(snapshot -> assertThat(snapshot.balanceTotal()).isEqualTo(4_001));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "4001", "9223372036854775807"})
  void anyTotal(long total) throws Exception {
    try (SocketBank bank = new SocketBank(4)) {
      bank.takeExact(bank.of(total), 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tenInitiatorsAtOnce(Protocol protocol) throws Exception {
    try (SocketBank bank = new SocketBank(protocol, 4);
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
