package cutline.benchmarks;

import cutline.bank.BankDefinition;
import cutline.bank.Controller;
import cutline.bank.ControllerLog;
import cutline.bank.ControllerOptions;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.branch.BranchProcess;
import cutline.runtime.Ticker;
import cutline.tcp.TcpNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Measures whole banks, each branch a process of its own, over TCP on loopback, and prints a line
 * of JSON a figure. {@code WholeBank SECONDS}: so long for each figure, after half of that to warm
 * up.
 */
public final class WholeBank {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Ticker ticker = Ticker.system();
  private final long nanos;

  private WholeBank(Duration each) {
    this.nanos = each.toNanos();
  }

  /** Measures everything. */
  public static void main(String[] args) throws Exception {
    long seconds = args.length == 0 ? 10 : Long.parseLong(args[0]);
    System.err.printf(
        "%d cores, Java %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version());
    WholeBank bench = new WholeBank(Duration.ofSeconds(seconds));
    bench.idleSnapshots(4);
    bench.transfers(2);
  }

  /** How long a snapshot takes, from its initiation to the decision, if nothing else happens. */
  private void idleSnapshots(int branches) throws Exception {
    Histogram micros = new Histogram(3);
    Traffic none = Traffic.irregular(Duration.ofHours(1), DurationRange.NONE, 1, 1);
    run(
        branches,
        4_000,
        none,
        snapshot -> micros.recordValue(snapshot.took().toNanos() / 1_000),
        _ -> {});
    String name = "snapshot.idle.%d.".formatted(branches);
    print(name + "p50", (double) micros.getValueAtPercentile(50), "us", micros.getTotalCount());
    print(name + "p99", (double) micros.getValueAtPercentile(99), "us", micros.getTotalCount());
    print(name + "max", (double) micros.getMaxValue(), "us", micros.getTotalCount());
  }

  /** How many transfers a second arrive, if branches transfer as fast as they can. */
  private void transfers(int branches) throws Exception {
    Traffic most = Traffic.irregular(Duration.ZERO, DurationRange.NONE, 1, 1);
    run(
        branches,
        1_000_000_000L,
        most,
        _ -> {},
        bank -> {
          try (TransferCount count = new TransferCount(bank)) {
            long from = ticker.nanos();
            long before = count.received();
            Thread.sleep(Duration.ofNanos(nanos));
            long transfers = count.received() - before;
            double seconds = (ticker.nanos() - from) / 1e9;
            print("transfers.memory." + branches, transfers / seconds, "1/s", transfers);
          }
        });
  }

  private interface Measurement {
    void measure(BankDefinition bank) throws Exception;
  }

  /**
   * Starts a bank, lets it warm up, then gives its snapshots to the one and itself to the other.
   */
  private void run(
      int branches,
      long total,
      Traffic traffic,
      Consumer<BankSnapshot> snapshots,
      Measurement measurement)
      throws Exception {
    List<BranchProcess> processes = new ArrayList<>();
    try (TcpNetwork network = new TcpNetwork()) {
      for (int branch = 0; branch < branches; branch++) {
        processes.add(BranchProcess.start("B" + branch));
      }
      List<Member> members = new ArrayList<>();
      Map<String, InetSocketAddress> addresses = new TreeMap<>();
      for (BranchProcess process : processes) {
        int port = process.awaitPort(PATIENCE);
        members.add(new Member(process.name(), "127.0.0.1", port));
        addresses.put(
            process.name(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
      BankDefinition bank = BankDefinition.dealt(total, members, traffic);
      ControllerOptions options =
          new ControllerOptions(null, Duration.ZERO, PATIENCE, traffic.seed());
      try (Controller controller =
          new Controller(
              bank,
              options,
              network.transport(addresses),
              ticker,
              Clock.systemUTC(),
              System.nanoTime(),
              new Stopwatch(snapshots))) {
        controller.run();
      } catch (InterruptedException e) {
        measurement.measure(bank);
      }
    } finally {
      processes.forEach(BranchProcess::close);
    }
  }

  /** Passes on the snapshots after the time to warm up, and ends the controller after its time. */
  private final class Stopwatch implements ControllerLog {

    private final Consumer<BankSnapshot> snapshots;
    private long startedAt;

    Stopwatch(Consumer<BankSnapshot> snapshots) {
      this.snapshots = snapshots;
    }

    @Override
    public void waiting(List<String> branches) {}

    @Override
    public void running(BankDefinition bank, boolean attached) {
      startedAt = ticker.nanos();
    }

    @Override
    public void snapshot(int number, BankSnapshot snapshot) {
      if (!snapshot.snapshot().isComplete() || snapshot.isInconsistent()) {
        throw new IllegalStateException("snapshot " + number + " is not exact: " + snapshot);
      }
      long elapsed = ticker.nanos() - startedAt;
      if (elapsed > nanos / 2 + nanos) {
        Thread.currentThread().interrupt();
      } else if (elapsed > nanos / 2) {
        snapshots.accept(snapshot);
      }
    }
  }

  private static void print(String name, double value, String unit, long samples) {
    System.out.printf(
        Locale.ROOT,
        "{\"schema\":\"cutline.bench/1\",\"name\":\"%s\",\"value\":%.0f,\"unit\":\"%s\",\"samples\":%d}%n",
        name,
        value,
        unit,
        samples);
  }
}
