package cutline.benchmarks;

import cutline.bank.BankDefinition;
import cutline.benchmarks.MeasuredProcess.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.HdrHistogram.Histogram;

/**
 * Measures what durability costs a bank of two branches with files, over TCP on loopback. {@code
 * DurableBank SECONDS [DIRECTORY [FIGURE]...]}: about so long for each figure; what the branches
 * keep is in that directory meanwhile, on the disk that is to be measured. Figures: {@code latency
 * bytes recovery pause}; all, if none is named. With {@code pause-most}, the branches transfer as
 * fast as they can while they copy.
 */
public final class DurableBank {

  private static final int ACCOUNTS = 1_000_000;
  private static final int PAGES = 15_625;

  /** So often a branch is killed and started again. */
  private static final int LIVES = 11;

  private static final Duration QUIET = Duration.ofHours(1);

  /** 10,000 transfers a second and branch. */
  private static final Duration BUSY = Duration.ofNanos(100_000);

  private final long seconds;
  private final Path directory;
  private final int[] ports = {freePort(), freePort()};

  private DurableBank(long seconds, Path directory) throws IOException {
    this.seconds = seconds;
    this.directory = directory;
  }

  /** Measures what is named, or everything. */
  public static void main(String[] args) throws Exception {
    long seconds = args.length == 0 ? 10 : Long.parseLong(args[0]);
    Path parent = Path.of(args.length < 2 ? "." : args[1]);
    List<String> figures = List.of(args).subList(Math.min(2, args.length), args.length);
    Figures.printMachine(parent);
    for (String figure :
        figures.isEmpty() ? List.of("latency", "bytes", "recovery", "pause") : figures) {
      try (Scratch scratch = new Scratch(parent)) {
        DurableBank bench = new DurableBank(seconds, scratch.path());
        switch (figure) {
          case "latency" -> bench.latency();
          case "bytes" -> bench.bytes();
          case "pause" -> bench.pause("pause.%d.".formatted(ACCOUNTS), BUSY);
          case "pause-most" ->
              bench.pause("pause.%d.most-transfers.".formatted(ACCOUNTS), Duration.ZERO);
          case "recovery" -> bench.recovery();
          default -> throw new IllegalArgumentException("no figure " + figure);
        }
      }
    }
  }

  /**
   * From the call that sends a transfer until it is durable where it arrives, one at a time. Both
   * branches are in this JVM, so that one clock tells both.
   */
  private void latency() throws Exception {
    Histogram micros = new Histogram(3);
    BankDefinition bank = MeasuredBranch.bank(ports[0], ports[1], 1, QUIET);
    try (MeasuredBranch a = new MeasuredBranch("A", Scratch.fresh(directory), bank);
        MeasuredBranch b = new MeasuredBranch("B", Scratch.fresh(directory), bank)) {
      Semaphore received = new Semaphore(0);
      b.whenReceived(received::release);
      long start = System.nanoTime();
      for (long elapsed = 0; elapsed < 1_500_000_000L * seconds; ) {
        long sent = System.nanoTime();
        var _ = a.process.transfer("B", 1);
        received.acquire();
        long arrived = System.nanoTime();
        elapsed = arrived - start;
        if (elapsed > 500_000_000L * seconds) {
          micros.recordValue((arrived - sent) / 1_000);
        }
      }
    }
    Figures.printPercentiles("transfer.durable.", micros, "us");
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
    try (MeasuredProcess a = start("A", dataOfA, accounts, every);
        MeasuredProcess b = start("B", dataOfB, accounts, every)) {
      a.ask("part");
      b.ask("part");
      Thread.sleep(Duration.ofSeconds(seconds).dividedBy(2));
      Costs before = Costs.of(a.ask("report"), b.ask("report"));
      Thread.sleep(Duration.ofSeconds(seconds));
      costs = Costs.of(a.ask("report"), b.ask("report")).since(before);
    }
    long kept = Scratch.size(dataOfA) + Scratch.size(dataOfB);
    long transfers = costs.transfers;
    Figures.print(prefix + "committed", (double) costs.committed / transfers, "B", transfers);
    Figures.print(prefix + "written", (double) costs.written / transfers, "B", transfers);
    Figures.print(
        prefix + "amplification", (double) costs.written / costs.committed, "x", costs.commits);
    Figures.print(prefix + "cpu", costs.cpuNanos / 1e3 / transfers, "us", transfers);
    Figures.print(prefix + "kept", (double) kept, "B", 1);
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
    try (MeasuredProcess b = start("B", Scratch.fresh(directory), ACCOUNTS, every)) {
      try (MeasuredProcess a = start("A", data, ACCOUNTS, every)) {
        a.ask("part");
        b.ask("part");
        a.ask("snapshots 20");
        a.ask("reset");
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < until) {
          a.ask("snapshots 5");
        }
        undisturbed.add(a.ask("report"));
        a.dieCopying(PAGES / 2);
      }
      for (int life = 0; life < LIVES; life++) {
        try (MeasuredProcess a = start("A", data, ACCOUNTS, every)) {
          a.ask("part");
          a.ask("copied");
          killed.add(a.ask("report"));
          a.dieCopying(PAGES / 2);
        }
      }
      try (MeasuredProcess a = start("A", data, ACCOUNTS, every)) {
        a.ask("part");
        a.ask("copied");
        a.kill();
      }
      long steps = killed.copying.getTotalCount() / LIVES;
      for (int life = 0; life < LIVES; life++) {
        try (MeasuredProcess a = start("A", data, ACCOUNTS, every)) {
          a.ask("part");
          a.ask("steps " + steps);
          restarted.add(a.ask("report"));
          a.kill();
        }
      }
    }
    undisturbed.print(prefix);
    Figures.printPercentiles(prefix + "without-snapshot.step.", undisturbed.usual, "us");
    Figures.printPercentiles(prefix + "without-snapshot.longest.", undisturbed.lulls, "us");
    killed.print(prefix + "after-kill.");
    Figures.printPercentiles(prefix + "after-kill.without-snapshot.step.", restarted.usual, "us");
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

    void print(String prefix) {
      Figures.printPercentiles(prefix + "step.", copying, "us");
      Figures.printPercentiles(prefix + "longest.", longest, "us");
    }
  }

  /**
   * From the start of the JVM of a branch that was killed at work, with many accounts, until it has
   * received a transfer again.
   */
  private void recovery() throws Exception {
    double[] millis = new double[LIVES];
    Path data = Scratch.fresh(directory);
    try (MeasuredProcess b = start("B", Scratch.fresh(directory), ACCOUNTS, BUSY)) {
      try (MeasuredProcess a = start("A", data, ACCOUNTS, BUSY)) {
        a.ask("part");
        b.ask("part");
        a.ask("snapshots 20");
        a.dieCopying(PAGES / 2);
      }
      for (int life = 0; life < LIVES; life++) {
        long started = System.nanoTime();
        try (MeasuredProcess a = start("A", data, ACCOUNTS, BUSY)) {
          a.ask("part");
          millis[life] = (System.nanoTime() - started) / 1e6;
          a.ask("copied");
          a.dieCopying(PAGES / 2);
        }
      }
    }
    Figures.printMedian("recovery.%d".formatted(ACCOUNTS), millis, "ms", LIVES);
  }

  private MeasuredProcess start(String name, Path data, int accounts, Duration every)
      throws IOException {
    return new MeasuredProcess(
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
