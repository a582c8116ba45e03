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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Measures whole banks, each branch a process of its own, over TCP on loopback, with their state in
 * memory and in files. {@code WholeBank SECONDS [DIRECTORY]}: so long for each figure, after half
 * of that to warm up; what the branches keep is in that directory meanwhile, on the disk that is to
 * be measured.
 */
public final class WholeBank {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** In so many rounds a rate is measured, of which the median counts. */
  private static final int ROUNDS = 5;

  private final Ticker ticker = Ticker.system();
  private final long nanos;
  private final Path directory;

  private WholeBank(Duration each, Path directory) {
    this.nanos = each.toNanos();
    this.directory = directory;
  }

  /** Measures everything. */
  public static void main(String[] args) throws Exception {
    long seconds = args.length == 0 ? 10 : Long.parseLong(args[0]);
    Path parent = Path.of(args.length < 2 ? "." : args[1]);
    Figures.printMachine(parent);
    try (Scratch scratch = new Scratch(parent)) {
      WholeBank bench = new WholeBank(Duration.ofSeconds(seconds), scratch.path());
      bench.idleSnapshots(4);
      bench.transfers(2, 1, Kept.IN_MEMORY);
      bench.transfers(2, 1, Kept.IN_FILES);
      bench.transfers(2, 1_000_000, Kept.IN_FILES);
    }
  }

  /** Where the branches keep their state. */
  private enum Kept {
    IN_MEMORY("memory"),
    IN_FILES("durable");

    private final String word;

    Kept(String word) {
      this.word = word;
    }
  }

  /** How long a snapshot takes, from its initiation to the decision, if nothing else happens. */
  private void idleSnapshots(int branches) throws Exception {
    Histogram micros = new Histogram(3);
    Traffic none = Traffic.irregular(Duration.ofHours(1), DurationRange.NONE, 1, 1);
    run(
        branches,
        Kept.IN_MEMORY,
        4_000,
        1,
        none,
        snapshot -> micros.recordValue(snapshot.took().toNanos() / 1_000),
        _ -> {});
    String name = "snapshot.idle.%d.".formatted(branches);
    Figures.printPercentiles(name, micros, "us");
  }

  /**
   * How many transfers a second arrive, if branches transfer as fast as they can; each of them is
   * durable at its receiver, if files keep the state.
   */
  private void transfers(int branches, int accounts, Kept kept) throws Exception {
    Traffic most = Traffic.irregular(Duration.ZERO, DurationRange.NONE, 1, 1);
    String name = "transfers.%s.%d".formatted(kept.word, branches);
    run(
        branches,
        kept,
        1_000_000_000L,
        accounts,
        most,
        _ -> {},
        bank -> {
          double[] rates = new double[ROUNDS];
          long transfers = 0;
          try (TransferCount count = new TransferCount(bank)) {
            for (int round = 0; round < ROUNDS; round++) {
              long from = ticker.nanos();
              long before = count.received();
              Thread.sleep(Duration.ofNanos(nanos / ROUNDS));
              long arrived = count.received() - before;
              rates[round] = arrived / ((ticker.nanos() - from) / 1e9);
              transfers += arrived;
            }
          }
          Figures.printMedian(
              accounts == 1 ? name : name + ".accounts." + accounts, rates, "1/s", transfers);
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
      Kept kept,
      long total,
      int accounts,
      Traffic traffic,
      Consumer<BankSnapshot> snapshots,
      Measurement measurement)
      throws Exception {
    List<BranchProcess> processes = new ArrayList<>();
    try (TcpNetwork network = new TcpNetwork()) {
      for (int branch = 0; branch < branches; branch++) {
        String name = "B" + branch;
        processes.add(
            switch (kept) {
              case IN_MEMORY -> BranchProcess.start(name);
              case IN_FILES -> BranchProcess.start(name, 0, Scratch.fresh(directory));
            });
      }
      List<Member> members = new ArrayList<>();
      Map<String, InetSocketAddress> addresses = new TreeMap<>();
      for (BranchProcess process : processes) {
        int port = process.awaitPort(PATIENCE);
        members.add(new Member(process.name(), "127.0.0.1", port));
        addresses.put(
            process.name(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
      BankDefinition bank = BankDefinition.dealt(total, members, accounts, traffic);
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
}
