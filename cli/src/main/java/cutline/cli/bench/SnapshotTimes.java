package cutline.cli.bench;

import cutline.bank.domain.Traffic;
import cutline.cli.command.Protocol;
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
  private static final Duration LONGEST_WINDOW = Duration.ofSeconds(2);

  private static final int STEADY_WINDOWS = 4;
  private static final int MOST_WINDOWS = 30;
  private static final double NO_FASTER = 0.95;

  private static final int[] PROCESSES = {2, 4, 8, 16, 32, 64, 128};

  /** As many processes as may have a socket for every pair; more share connections. */
  private static final int MOST_APART = 16;

  private SnapshotTimes() {}

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
      try (MeasuredBank bank = bank(setting.protocol(), processes, MeasuredBank.IDLE);
          FloorMesh mesh = FloorMesh.start(processes, Math.min(processes, JVMS))) {
        Duration turn = setting.each().dividedBy(TURNS);
        warmUp(bank, setting.each());
        mesh.rounds(window(setting.each()));
        for (int i = 0; i < TURNS; i++) {
          snapshots(bank, turn, snapshots);
          floor.add(mesh.rounds(turn));
        }
      }
      setting.figures().printPercentiles("snapshot.idle." + processes, snapshots);
      setting.figures().over(Protocol.TCP).printPercentiles("floor." + processes, floor);
    }
  }

  /** The same without the floor. */
  static Histogram idle(Protocol protocol, int processes, Duration time) throws Exception {
    try (MeasuredBank bank = bank(protocol, processes, MeasuredBank.IDLE)) {
      return snapshots(bank, time);
    }
  }

  private static MeasuredBank bank(Protocol protocol, int processes, Traffic traffic)
      throws Exception {
    if (processes <= JVMS) {
      return MeasuredBank.start(protocol, processes, null, 1, traffic);
    }
    return processes <= MOST_APART
        ? MeasuredBank.startApart(protocol, processes, JVMS, traffic)
        : MeasuredBank.startTogether(protocol, processes, JVMS, traffic);
  }

  /** With files, when nothing else happens. */
  static void durable(Setting setting) throws Exception {
    try (MeasuredBank bank =
        MeasuredBank.start(setting.protocol(), 4, setting.directory(), 1, MeasuredBank.IDLE)) {
      measure(setting, "snapshot.durable.4", bank);
    }
  }

  /** While all branches transfer as fast as they can. */
  static void loaded(Setting setting) throws Exception {
    for (int processes : new int[] {2, 4, 8, 16}) {
      if (setting.wants("snapshot.loaded." + processes)) {
        try (MeasuredBank bank = bank(setting.protocol(), processes, MeasuredBank.FULL_LOAD)) {
          measure(setting, "snapshot.loaded." + processes, bank);
        }
      }
    }
  }

  private static void measure(Setting setting, String name, MeasuredBank bank) throws Exception {
    setting.figures().printPercentiles(name, snapshots(bank, setting.each()));
  }

  /** How long they take, one after the other, when it is warm. */
  private static Histogram snapshots(Snapshotted system, Duration time) throws Exception {
    Histogram nanos = new Histogram(3);
    warmUp(system, time);
    snapshots(system, time, nanos);
    return nanos;
  }

  /**
   * Goes on until snapshots get no faster: while the JVMs compile, which takes some ten seconds of
   * processor time each, it is the compilers that are measured.
   */
  static void warmUp(Snapshotted system, Duration each) throws Exception {
    double best = Double.MAX_VALUE;
    int steady = 0;
    for (int window = 0; window < MOST_WINDOWS && steady < STEADY_WINDOWS; window++) {
      Histogram nanos = new Histogram(3);
      snapshots(system, window(each), nanos);
      double median = nanos.getValueAtPercentile(50);
      steady = median > NO_FASTER * best ? steady + 1 : 0;
      best = Math.min(best, median);
    }
  }

  private static Duration window(Duration each) {
    Duration third = each.dividedBy(3);
    return third.compareTo(LONGEST_WINDOW) < 0 ? third : LONGEST_WINDOW;
  }

  /** One after the other, at least one. */
  static void snapshots(Snapshotted system, Duration time, Histogram nanos) throws Exception {
    Ticker ticker = Ticker.system();
    long end = ticker.nanos() + time.toNanos();
    do {
      nanos.recordValue(system.snapshot().toNanos());
    } while (ticker.nanos() < end);
  }
}
