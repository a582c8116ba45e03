package cutline.cli.bench;

import cutline.bank.BankDefinition;
import cutline.cli.bench.HostProcess.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.HdrHistogram.Histogram;

/** What durability costs a bank of two branches with files, on loopback. */
final class DurableBranches {

  private static final int ACCOUNTS = 1_000_000;

  /** Half of a branch's pages: in the middle of copying them. */
  private static final int HALF = 7_812;

  /** So often a branch is killed and started again. */
  private static final int LIVES = 11;

  private static final Duration QUIET = Duration.ofHours(1);

  /** 10,000 transfers a second and branch. */
  static final Duration BUSY = Duration.ofNanos(100_000);

  private final Setting setting;
  private final FigureOutput figures;
  private final Path directory;

  private DurableBranches(Setting setting) {
    this.setting = setting;
    this.figures = setting.figures();
    this.directory = setting.directory();
  }

  static void transfer(Setting setting) throws Exception {
    new DurableBranches(setting).latency();
  }

  static void bytes(Setting setting) throws Exception {
    new DurableBranches(setting).bytes();
  }

  static void recovery(Setting setting) throws Exception {
    new DurableBranches(setting).recovery();
  }

  /**
   * From the call that sends a transfer until it is durable where it arrives, one at a time. Both
   * branches are in this JVM, so that one clock tells both.
   */
  private void latency() throws Exception {
    Histogram nanos = new Histogram(3);
    BankDefinition bank = MeasuredPair.of(setting.protocol(), 1, QUIET).bank();
    try (MeasuredBranch a = new MeasuredBranch("A", Scratch.fresh(directory), bank);
        MeasuredBranch b = new MeasuredBranch("B", Scratch.fresh(directory), bank)) {
      Semaphore received = new Semaphore(0);
      b.whenReceived(_ -> received.release());
      long each = setting.each().toNanos();
      long start = System.nanoTime();
      for (long elapsed = 0; elapsed < each * 3 / 2; ) {
        long sent = System.nanoTime();
        var _ = a.process.transfer("B", 1);
        received.acquire();
        long arrived = System.nanoTime();
        elapsed = arrived - start;
        if (elapsed > each / 2) {
          nanos.recordValue(arrived - sent);
        }
      }
    }
    figures.printPercentiles("transfer.durable", nanos);
  }

  /**
   * What a transfer costs in bytes at both of its ends: as it commits them, as they are written to
   * the disk, and of files in the end; and in time of processors.
   */
  private void bytes() throws Exception {
    bytes("bytes.transfer.", Duration.ZERO, 1);
    bytes("bytes.transfer.10000-a-second.", BUSY, 1);
    bytes("bytes.transfer.accounts.%d.".formatted(ACCOUNTS), Duration.ZERO, ACCOUNTS);
  }

  private void bytes(String prefix, Duration every, int accounts) throws Exception {
    Path dataOfA = Scratch.fresh(directory);
    Path dataOfB = Scratch.fresh(directory);
    MeasuredPair pair = MeasuredPair.of(setting.protocol(), accounts, every);
    Costs costs;
    try (HostProcess a = pair.start("A", dataOfA);
        HostProcess b = pair.start("B", dataOfB)) {
      a.ask("part");
      b.ask("part");
      Thread.sleep(setting.each().dividedBy(2));
      Costs before = costs(a, b);
      Thread.sleep(setting.each());
      costs = costs(a, b).since(before);
    }
    long kept = Scratch.size(dataOfA) + Scratch.size(dataOfB);
    long transfers = costs.transfers;
    figures.print(prefix + "committed", (double) costs.committed / transfers, "B", transfers);
    figures.print(prefix + "written", (double) costs.written / transfers, "B", transfers);
    figures.print(
        prefix + "amplification", (double) costs.written / costs.committed, "x", costs.commits);
    figures.print(prefix + "cpu", costs.cpuNanos / 1e3 / transfers, "us", transfers);
    figures.print(prefix + "kept", (double) kept, "B", 1);
    if (setting.steady().knowsWire()) {
      figures.print(prefix + "wire", (double) costs.wire / transfers, "B", transfers);
    }
  }

  private Costs costs(HostProcess a, HostProcess b) throws Exception {
    return Costs.of(a.ask("report"), b.ask("report"), setting.steady().wireBytes());
  }

  /** What two branches have done, and what it has cost. */
  private record Costs(
      long transfers, long commits, long committed, long written, long cpuNanos, long wire) {

    static Costs of(Report a, Report b, long wire) {
      return new Costs(
          sum("received", a, b),
          sum("commits", a, b),
          sum("bytes", a, b),
          sum("written", a, b),
          sum("cpu", a, b),
          wire);
    }

    private static long sum(String name, Report a, Report b) {
      return a.number(name) + b.number(name);
    }

    Costs since(Costs earlier) {
      return new Costs(
          transfers - earlier.transfers,
          commits - earlier.commits,
          committed - earlier.committed,
          written - earlier.written,
          cpuNanos - earlier.cpuNanos,
          wire - earlier.wire);
    }
  }

  /**
   * From the start of the JVM of a branch that was killed at work, with many accounts, until it has
   * received a transfer again.
   */
  private void recovery() throws Exception {
    double[] millis = new double[LIVES];
    Path data = Scratch.fresh(directory);
    MeasuredPair pair = MeasuredPair.of(setting.protocol(), ACCOUNTS, BUSY);
    try (HostProcess b = pair.start("B", Scratch.fresh(directory))) {
      try (HostProcess a = pair.start("A", data)) {
        a.ask("part");
        b.ask("part");
        a.ask("snapshots 20");
        a.end("die " + HALF);
      }
      for (int life = 0; life < LIVES; life++) {
        long started = System.nanoTime();
        try (HostProcess a = pair.start("A", data)) {
          a.ask("part");
          millis[life] = (System.nanoTime() - started) / 1e6;
          a.ask("copied");
          a.end("die " + HALF);
        }
      }
    }
    figures.printMedian("recovery.%d".formatted(ACCOUNTS), millis, "ms", LIVES);
  }
}
