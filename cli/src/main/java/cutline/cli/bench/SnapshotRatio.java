package cutline.cli.bench;

import cutline.runtime.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What snapshots cost a system at full load: its rate with one every 100 ms, divided by that
 * without, for pairs of runs of which now one and now the other comes first.
 */
final class SnapshotRatio {

  private static final Duration BETWEEN_SNAPSHOTS = Duration.ofMillis(100);
  private static final Duration SHORTEST_RUN = Duration.ofMillis(500);

  private SnapshotRatio() {}

  static void measure(Setting setting) throws Exception {
    if (setting.wants("transfers.snapshot-ratio")) {
      ofBank(setting, "transfers.snapshot-ratio", setting.directory());
    }
    if (setting.wants("transfers.memory.snapshot-ratio")) {
      ofBank(setting, "transfers.memory.snapshot-ratio", null);
    }
  }

  private static void ofBank(Setting setting, String name, @Nullable Path directory)
      throws Exception {
    try (MeasuredBank bank =
        MeasuredBank.start(setting.protocol(), 2, directory, 1, MeasuredBank.FULL_LOAD)) {
      measure(setting, name, bank);
    }
  }

  /** Of a system that is at full load. */
  static void measure(Setting setting, String name, Snapshotted system) throws Exception {
    Duration run = setting.each().dividedBy(2L * setting.pairs());
    if (run.compareTo(SHORTEST_RUN) < 0) {
      run = SHORTEST_RUN;
    }
    Duration warmUp = setting.each().dividedBy(2);
    rateWithSnapshots(system, warmUp.compareTo(run) < 0 ? run : warmUp);
    double[] ratios = new double[setting.pairs()];
    for (int pair = 0; pair < ratios.length; pair++) {
      if (pair % 2 == 0) {
        double without = Rate.of(system, run).aSecond();
        ratios[pair] = rateWithSnapshots(system, run) / without;
      } else {
        double with = rateWithSnapshots(system, run);
        ratios[pair] = with / Rate.of(system, run).aSecond();
      }
    }
    setting.figures().printInterval(name, MedianInterval.of(ratios), "ratio");
  }

  private static double rateWithSnapshots(Snapshotted system, Duration about) throws Exception {
    return Rate.of(system, () -> snapshots(system, about)).aSecond();
  }

  private static void snapshots(Snapshotted system, Duration about) throws Exception {
    Ticker ticker = Ticker.system();
    long start = ticker.nanos();
    long end = start + about.toNanos();
    for (long next = start; next < end; next += BETWEEN_SNAPSHOTS.toNanos()) {
      long wait = next - ticker.nanos();
      if (wait > 0) {
        Thread.sleep(Duration.ofNanos(wait));
      }
      var _ = system.snapshot();
    }
    Thread.sleep(Duration.ofNanos(Math.max(0, end - ticker.nanos())));
  }
}
