package cutline.cli.bench;

import cutline.bank.domain.Traffic;
import cutline.runtime.Ticker;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** How long a snapshot takes, from its initiation to its decision. */
final class SnapshotTimes {

  /** JVMs, if there are more processes than that. */
  private static final int JVMS = 4;

  /** Snapshots and rounds of the floor take turns so often, so that both meet the same machine. */
  private static final int TURNS = 10;

  /** For so long snapshots are compared with those before, while the JVMs warm up. */
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private static final int STEADY_WINDOWS = 4;
  private static final int MOST_WINDOWS = 30;

  private static final int[] PROCESSES = {2, 4, 8, 16, 32, 64, 128};

  private SnapshotTimes() {}

  /** As many processes as may have a socket for every pair; more share connections. */
  private static final int MOST_APART = 16;

  /**
   * When nothing else happens; beside it the same exchange of messages without an algorithm, with a
   * socket for every pair of processes.
   */
  static void idle(Setting setting) throws Exception {
    for (int processes : PROCESSES) {
      if (!setting.wants("snapshot.idle." + processes) && !setting.wants("floor." + processes)) {
        continue;
      }
      Histogram snapshots = new Histogram(3);
      Histogram floor = new Histogram(3);
      try (MeasuredBank bank = bank(processes, MeasuredBank.IDLE);
          FloorMesh mesh = FloorMesh.start(processes, Math.min(processes, JVMS))) {
        Duration turn = setting.each().dividedBy(TURNS);
        warmUp(bank);
        mesh.rounds(WINDOW);
        for (int i = 0; i < TURNS; i++) {
          snapshots(bank, turn, snapshots);
          floor.add(mesh.rounds(turn));
        }
      }
      setting.figures().printPercentiles("snapshot.idle." + processes, snapshots);
      setting.figures().printPercentiles("floor." + processes, floor);
    }
  }

  private static MeasuredBank bank(int processes, Traffic traffic) throws Exception {
    if (processes <= JVMS) {
      return MeasuredBank.start(processes, null, 1, traffic);
    }
    return processes <= MOST_APART
        ? MeasuredBank.startApart(processes, JVMS, traffic)
        : MeasuredBank.startTogether(processes, JVMS, traffic);
  }

  /** With files, when nothing else happens. */
  static void durable(Setting setting) throws Exception {
    try (MeasuredBank bank = MeasuredBank.start(4, setting.directory(), 1, MeasuredBank.IDLE)) {
      measure(setting, "snapshot.durable.4", bank);
    }
  }

  /** While all branches transfer as fast as they can. */
  static void loaded(Setting setting) throws Exception {
    for (int processes : new int[] {2, 4, 8, 16}) {
      if (setting.wants("snapshot.loaded." + processes)) {
        try (MeasuredBank bank = bank(processes, MeasuredBank.FULL_LOAD)) {
          measure(setting, "snapshot.loaded." + processes, bank);
        }
      }
    }
  }

  private static void measure(Setting setting, String name, MeasuredBank bank)
      throws InterruptedException {
    Histogram nanos = new Histogram(3);
    warmUp(bank);
    snapshots(bank, setting.each(), nanos);
    setting.figures().printPercentiles(name, nanos);
  }

  /**
   * Goes on until snapshots get no faster: while the JVMs compile, which takes some ten seconds of
   * processor time each, it is the compilers that are measured.
   */
  private static void warmUp(MeasuredBank bank) throws InterruptedException {
    double best = Double.MAX_VALUE;
    int steady = 0;
    for (int window = 0; window < MOST_WINDOWS && steady < STEADY_WINDOWS; window++) {
      Histogram nanos = new Histogram(3);
      snapshots(bank, WINDOW, nanos);
      double median = nanos.getValueAtPercentile(50);
      System.err.println("window " + median / 1000);
      steady = median > 0.95 * best ? steady + 1 : 0;
      best = Math.min(best, median);
    }
  }

  static void snapshots(MeasuredBank bank, Duration time, Histogram nanos)
      throws InterruptedException {
    Ticker ticker = Ticker.system();
    long end = ticker.nanos() + time.toNanos();
    while (ticker.nanos() < end) {
      nanos.recordValue(bank.snapshot().took().toNanos());
    }
  }
}
