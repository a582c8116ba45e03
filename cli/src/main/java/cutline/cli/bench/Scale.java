package cutline.cli.bench;

import cutline.cli.bench.HostProcess.Report;
import cutline.cli.bench.PowerLaw.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How the costs of a snapshot grow with the processes, their accounts and the messages in flight.
 * Each point is measured as long as a figure.
 */
final class Scale {

  private static final int[] PROCESSES = {2, 4, 8, 16, 32};
  private static final int[] ACCOUNTS = {1_000, 10_000, 100_000, 1_000_000};

  /** Money that is so long in its channel, and how often some leaves: what is in flight. */
  private static final Duration DELAY = Duration.ofMillis(100);

  private static final List<Duration> EVERY =
      List.of(
          Duration.ofNanos(1_000_000),
          Duration.ofNanos(100_000),
          Duration.ofNanos(10_000),
          Duration.ofNanos(5_000));

  private final Setting setting;

  private Scale(Setting setting) {
    this.setting = setting;
  }

  static void measure(Setting setting) throws Exception {
    Scale scale = new Scale(setting);
    if (setting.wants("scale.processes")) {
      scale.processes();
    }
    if (setting.wants("scale.accounts")) {
      scale.accounts();
    }
    if (setting.wants("scale.in-flight")) {
      scale.inFlight();
    }
  }

  /** When nothing else happens, with the state in memory. */
  private void processes() throws Exception {
    Points latency = new Points();
    for (int processes : PROCESSES) {
      Histogram nanos = SnapshotTimes.idle(setting.protocol(), processes, setting.each());
      latency.add(processes, nanos.getValueAtPercentile(50) / 1e3, nanos.getTotalCount());
    }
    latency.print("scale.processes", "us");
  }

  /** With files, and 10,000 transfers a second and branch. */
  private void accounts() throws Exception {
    Points latency = new Points();
    Points copied = new Points();
    Points pause = new Points();
    for (int accounts : ACCOUNTS) {
      Report report =
          snapshots(MeasuredPair.of(setting.protocol(), accounts, DurableBranches.BUSY)).getFirst();
      latency.add(accounts, "decided", 50, report);
      copied.add(accounts, "copied", 50, report);
      pause.add(accounts, "ofSnapshots", 99, report);
    }
    latency.print("scale.accounts", "us");
    copied.print("scale.accounts.copied", "us");
    pause.print("scale.accounts.pause", "us");
  }

  /** With files. */
  private void inFlight() throws Exception {
    Points latency = new Points();
    Points bytes = new Points();
    for (Duration every : EVERY) {
      List<Report> reports = snapshots(MeasuredPair.of(setting.protocol(), 1, every, DELAY));
      Histogram decided = new Histogram(3);
      reports.getFirst().add("decided", decided);
      double snapshots = decided.getTotalCount();
      double inFlight = reports.getFirst().number("recorded") / snapshots;
      long recorded = reports.stream().mapToLong(report -> report.number("recordedBytes")).sum();
      latency.add(inFlight, "decided", 50, reports.getFirst());
      bytes.add(inFlight, recorded / snapshots, decided.getTotalCount());
    }
    latency.print("scale.in-flight", "us");
    bytes.print("scale.in-flight.bytes", "B");
  }

  /** What both branches say behind some snapshots of the first one. */
  private List<Report> snapshots(MeasuredPair pair) throws Exception {
    try (HostProcess a = pair.start("A", Scratch.fresh(setting.directory()));
        HostProcess b = pair.start("B", Scratch.fresh(setting.directory()))) {
      a.ask("part");
      b.ask("part");
      a.ask("snapshots-for " + setting.each().dividedBy(2).toNanos());
      a.ask("reset");
      b.ask("reset");
      a.ask("snapshots-for " + setting.each().toNanos());
      return List.of(a.ask("report"), b.ask("report"));
    }
  }

  /** What was measured at different sizes. */
  private final class Points {

    private final List<Point> points = new ArrayList<>();
    private long samples;

    void add(double size, double value, long of) {
      points.add(new Point(size, value));
      samples += of;
    }

    void add(double size, String histogram, double percentile, Report report) throws Exception {
      Histogram nanos = new Histogram(3);
      report.add(histogram, nanos);
      add(size, nanos.getValueAtPercentile(percentile) / 1e3, nanos.getTotalCount());
    }

    void print(String name, String unit) {
      setting.figures().printExponent(name, PowerLaw.fit(points), unit, samples);
    }
  }
}
