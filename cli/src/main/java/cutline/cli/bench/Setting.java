package cutline.cli.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to measure.
 *
 * @param wanted the name that was asked for
 * @param each how long for each figure
 * @param pairs of how many pairs of runs a ratio is the median
 * @param directory for files, on the disk that is measured
 * @param figures where figures go
 * @param peers where to find what it is compared with
 */
record Setting(
    String wanted, Duration each, int pairs, Path directory, FigureOutput figures, Peers peers) {

  /** Whether figures whose names begin with this one are wanted. */
  boolean wants(String prefix) {
    return Benchmark.covers(wanted, prefix);
  }
}
