package cutline.cli.bench;

import cutline.cli.bench.HostProcess.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long a branch stands still while its accounts are copied for a snapshot: its steps, and per
 * snapshot the longest time without a transfer. Beside it how long the same bank stands still if it
 * is halted instead. Two branches with files, over TCP on loopback.
 */
final class PauseTimes {

  private static final int[] ACCOUNTS = {1, 10_000, 1_000_000, 10_000_000};

  private static final int ACCOUNTS_OF_KILLED = 1_000_000;

  /** Half of their pages: in the middle of copying them. */
  private static final int HALF = 7_812;

  /** So often a branch is killed and started again. */
  private static final int LIVES = 11;

  /** Snapshots and halts take turns so often, so that both meet the same machine. */
  private static final int TURNS = 4;

  /** Until something has surely been transferred again. */
  private static final Duration AFTER_STOP = Duration.ofMillis(20);

  private final Setting setting;
  private final FigureOutput figures;
  private final MeasuredPair pair;

  private PauseTimes(Setting setting, int accounts) throws IOException {
    this.setting = setting;
    this.figures = setting.figures();
    this.pair = MeasuredPair.of(setting.protocol(), accounts, DurableBranches.BUSY);
  }

  static void measure(Setting setting) throws Exception {
    for (int accounts : ACCOUNTS) {
      if (setting.wants("pause." + accounts) || setting.wants("stop-the-world." + accounts)) {
        new PauseTimes(setting, accounts).besideStops();
      }
    }
    String killed = "pause.%d.after-kill".formatted(ACCOUNTS_OF_KILLED);
    if (setting.wants(killed)) {
      new PauseTimes(setting, ACCOUNTS_OF_KILLED).afterKill(killed);
    }
  }

  private void besideStops() throws Exception {
    Pauses pauses = new Pauses();
    Stops stops = new Stops("sum");
    Stops copying = new Stops("copy");
    try (HostProcess a = pair.start("A", Scratch.fresh(setting.directory()));
        HostProcess b = pair.start("B", Scratch.fresh(setting.directory()));
        StopTheWorld world = new StopTheWorld(pair.bank())) {
      List<HostProcess> hosts = List.of(a, b);
      a.ask("part");
      b.ask("part");
      Duration warmUp = setting.each().dividedBy(2);
      a.ask("snapshots-for " + warmUp.toNanos());
      new Stops("sum").add(warmUp.dividedBy(2), world, hosts);
      new Stops("copy").add(warmUp.dividedBy(2), world, hosts);
      a.ask("reset");
      Duration turn = setting.each().dividedBy(TURNS);
      for (int i = 0; i < TURNS; i++) {
        a.ask("record");
        a.ask("snapshots-for " + turn.toNanos());
        a.ask("ignore");
        stops.add(turn, world, hosts);
        copying.add(turn, world, hosts);
      }
      pauses.add(a.ask("report"));
    }
    String ofPauses = "pause." + pair.accounts();
    String ofStops = "stop-the-world." + pair.accounts();
    pauses.print(figures, ofPauses);
    figures.printPercentiles(ofPauses + ".without-snapshot", pauses.usual);
    figures.printPercentiles(ofPauses + ".without-snapshot.longest", pauses.lulls);
    stops.print(figures, ofStops);
    copying.print(figures, ofStops + ".copied");
    stops.printRatio(figures, ofPauses + ".ratio", pauses);
    copying.printRatio(figures, ofPauses + ".ratio.copied", pauses);
  }

  private void afterKill(String prefix) throws Exception {
    Pauses killed = new Pauses();
    Pauses restarted = new Pauses();
    Path data = Scratch.fresh(setting.directory());
    try (HostProcess b = pair.start("B", Scratch.fresh(setting.directory()))) {
      try (HostProcess a = pair.start("A", data)) {
        a.ask("part");
        b.ask("part");
        a.ask("snapshots 20");
        a.end("die " + HALF);
      }
      for (int life = 0; life < LIVES; life++) {
        try (HostProcess a = pair.start("A", data)) {
          a.ask("part");
          a.ask("copied");
          killed.add(a.ask("report"));
          a.end("die " + HALF);
        }
      }
      try (HostProcess a = pair.start("A", data)) {
        a.ask("part");
        a.ask("copied");
        a.kill();
      }
      long steps = killed.ofSnapshots.getTotalCount() / LIVES;
      for (int life = 0; life < LIVES; life++) {
        try (HostProcess a = pair.start("A", data)) {
          a.ask("part");
          a.ask("steps " + steps);
          restarted.add(a.ask("report"));
          a.kill();
        }
      }
    }
    killed.print(figures, prefix);
    figures.printPercentiles(prefix + ".without-snapshot", restarted.usual);
  }

  /** What a branch that takes snapshots has said. */
  private static final class Pauses {

    private final Histogram usual = new Histogram(3);
    private final Histogram ofSnapshots = new Histogram(3);
    private final Histogram longest = new Histogram(3);
    private final Histogram lulls = new Histogram(3);

    void add(Report report) throws Exception {
      report.add("usual", usual);
      report.add("ofSnapshots", ofSnapshots);
      report.add("pauses", longest);
      report.add("lulls", lulls);
    }

    void print(FigureOutput figures, String prefix) {
      figures.printPercentiles(prefix, ofSnapshots);
      figures.printPercentiles(prefix + ".longest", longest);
    }
  }

  /** How long the bank stood still each time that it was halted. */
  private static final class Stops {

    private final String reading;
    private final Histogram still = new Histogram(3);
    private final Histogram longest = new Histogram(3);

    /**
     * @param reading what each branch is asked to do with its accounts meanwhile
     */
    Stops(String reading) {
      this.reading = reading;
    }

    /** Halts it again and again, and between two times lets it work as long as it stood still. */
    void add(Duration time, StopTheWorld world, List<HostProcess> hosts) throws Exception {
      HostProcess first = hosts.getFirst();
      long end = System.nanoTime() + time.toNanos();
      do {
        first.ask("watch");
        long nanos = world.stop(() -> sum(hosts));
        still.recordValue(nanos);
        Thread.sleep(Duration.ofNanos(Math.max(nanos, AFTER_STOP.toNanos())));
        longest.recordValue(first.ask("longest").number("longest"));
      } while (System.nanoTime() < end);
    }

    private long sum(List<HostProcess> hosts) throws IOException, InterruptedException {
      hosts.forEach(host -> host.tell(reading));
      long sum = 0;
      for (HostProcess host : hosts) {
        sum += host.answer().number("sum");
      }
      return sum;
    }

    void print(FigureOutput figures, String prefix) {
      figures.printPercentiles(prefix, still);
      figures.printPercentiles(prefix + ".longest", longest);
    }

    /** How many times as long as a step of a snapshot, at the 99th percentile of both. */
    void printRatio(FigureOutput figures, String name, Pauses pauses) {
      double pause = pauses.ofSnapshots.getValueAtPercentile(99);
      figures.print(name, still.getValueAtPercentile(99) / pause, "ratio", still.getTotalCount());
    }
  }
}
