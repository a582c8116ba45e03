package cutline.cli.bench;

import cutline.bank.BankDefinition;
import cutline.cli.bench.HostProcess.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.HdrHistogram.Histogram;

/** What durability costs a bank of two branches with files, over TCP on loopback. */
final class DurableBranches {

  private static final int ACCOUNTS = 1_000_000;
  private static final int PAGES = 15_625;

  /** So often a branch is killed and started again. */
  private static final int LIVES = 11;

  private static final Duration QUIET = Duration.ofHours(1);

  /** 10,000 transfers a second and branch. */
  private static final Duration BUSY = Duration.ofNanos(100_000);

  private final Setting setting;
  private final FigureOutput figures;
  private final Path directory;
  private final int[] ports = {freePort(), freePort()};

  private DurableBranches(Setting setting) throws IOException {
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

  static void pause(Setting setting) throws Exception {
    new DurableBranches(setting).pause("pause.%d".formatted(ACCOUNTS), BUSY);
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
    BankDefinition bank = MeasuredBranch.bank(ports[0], ports[1], 1, QUIET);
    try (MeasuredBranch a = new MeasuredBranch("A", Scratch.fresh(directory), bank);
        MeasuredBranch b = new MeasuredBranch("B", Scratch.fresh(directory), bank)) {
      Semaphore received = new Semaphore(0);
      b.whenReceived(received::release);
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
    Costs costs;
    try (HostProcess a = start("A", dataOfA, accounts, every);
        HostProcess b = start("B", dataOfB, accounts, every)) {
      a.ask("part");
      b.ask("part");
      Thread.sleep(setting.each().dividedBy(2));
      Costs before = Costs.of(a.ask("report"), b.ask("report"));
      Thread.sleep(setting.each());
      costs = Costs.of(a.ask("report"), b.ask("report")).since(before);
    }
    long kept = Scratch.size(dataOfA) + Scratch.size(dataOfB);
    long transfers = costs.transfers;
    figures.print(prefix + "committed", (double) costs.committed / transfers, "B", transfers);
    figures.print(prefix + "written", (double) costs.written / transfers, "B", transfers);
    figures.print(
        prefix + "amplification", (double) costs.written / costs.committed, "x", costs.commits);
    figures.print(prefix + "cpu", costs.cpuNanos / 1e3 / transfers, "us", transfers);
    figures.print(prefix + "kept", (double) kept, "B", 1);
  }

  /** What two branches have done, and what it has cost. */
  private record Costs(long transfers, long commits, long committed, long written, long cpuNanos) {

    static Costs of(Report a, Report b) {
      return new Costs(
          sum("received", a, b),
          sum("commits", a, b),
          sum("bytes", a, b),
          sum("written", a, b),
          sum("cpu", a, b));
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
          cpuNanos - earlier.cpuNanos);
    }
  }

  /**
   * How long a branch of many accounts stands still while it copies them for a snapshot: its steps,
   * and per snapshot the longest time without a transfer. Both branches copy, at the same time.
   */
  private void pause(String prefix, Duration every) throws Exception {
    Pauses undisturbed = new Pauses();
    Pauses killed = new Pauses();
    Pauses restarted = new Pauses();
    Path data = Scratch.fresh(directory);
    try (HostProcess b = start("B", Scratch.fresh(directory), ACCOUNTS, every)) {
      try (HostProcess a = start("A", data, ACCOUNTS, every)) {
        a.ask("part");
        b.ask("part");
        a.ask("snapshots 20");
        a.ask("reset");
        long until = System.nanoTime() + setting.each().toNanos();
        while (System.nanoTime() < until) {
          a.ask("snapshots 5");
        }
        undisturbed.add(a.ask("report"));
        a.end("die " + PAGES / 2);
      }
      for (int life = 0; life < LIVES; life++) {
        try (HostProcess a = start("A", data, ACCOUNTS, every)) {
          a.ask("part");
          a.ask("copied");
          killed.add(a.ask("report"));
          a.end("die " + PAGES / 2);
        }
      }
      try (HostProcess a = start("A", data, ACCOUNTS, every)) {
        a.ask("part");
        a.ask("copied");
        a.kill();
      }
      long steps = killed.copying.getTotalCount() / LIVES;
      for (int life = 0; life < LIVES; life++) {
        try (HostProcess a = start("A", data, ACCOUNTS, every)) {
          a.ask("part");
          a.ask("steps " + steps);
          restarted.add(a.ask("report"));
          a.kill();
        }
      }
    }
    undisturbed.print(figures, prefix);
    figures.printPercentiles(prefix + ".without-snapshot", undisturbed.usual);
    figures.printPercentiles(prefix + ".without-snapshot.longest", undisturbed.lulls);
    killed.print(figures, prefix + ".after-kill");
    figures.printPercentiles(prefix + "after-kill.without-snapshot.step", restarted.usual);
  }

  /** What a branch that takes snapshots has said. */
  private static final class Pauses {

    private final Histogram usual = new Histogram(3);
    private final Histogram copying = new Histogram(3);
    private final Histogram longest = new Histogram(3);
    private final Histogram lulls = new Histogram(3);

    void add(Report report) throws Exception {
      report.add("usual", usual);
      report.add("copying", copying);
      report.add("pauses", longest);
      report.add("lulls", lulls);
    }

    void print(FigureOutput figures, String prefix) {
      figures.printPercentiles(prefix, copying);
      figures.printPercentiles(prefix + ".longest", longest);
    }
  }

  /**
   * From the start of the JVM of a branch that was killed at work, with many accounts, until it has
   * received a transfer again.
   */
  private void recovery() throws Exception {
    double[] millis = new double[LIVES];
    Path data = Scratch.fresh(directory);
    try (HostProcess b = start("B", Scratch.fresh(directory), ACCOUNTS, BUSY)) {
      try (HostProcess a = start("A", data, ACCOUNTS, BUSY)) {
        a.ask("part");
        b.ask("part");
        a.ask("snapshots 20");
        a.end("die " + PAGES / 2);
      }
      for (int life = 0; life < LIVES; life++) {
        long started = System.nanoTime();
        try (HostProcess a = start("A", data, ACCOUNTS, BUSY)) {
          a.ask("part");
          millis[life] = (System.nanoTime() - started) / 1e6;
          a.ask("copied");
          a.end("die " + PAGES / 2);
        }
      }
    }
    figures.printMedian("recovery.%d".formatted(ACCOUNTS), millis, "ms", LIVES);
  }

  private HostProcess start(String name, Path data, int accounts, Duration every)
      throws IOException {
    return new HostProcess(
        HostCommand.Kind.MEASURED,
        List.of(
            name,
            data.toString(),
            "" + ports[0],
            "" + ports[1],
            "" + accounts,
            "" + every.toNanos()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
