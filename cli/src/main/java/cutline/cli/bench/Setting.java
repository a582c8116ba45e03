package cutline.cli.bench;

import cutline.cli.command.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to measure.
 *
 * @param wanted the name that was asked for
 * @param protocol what carries the messages of banks
 * @param protocols what carries them in turn, where transports are compared
 * @param each how long for each figure
 * @param pairs of how many pairs of runs a ratio is the median
 * @param directory for files, on the disk that is measured
 * @param figures where figures go
 * @param peers where to find what it is compared with
 * @param steady how to transfer at a steady rate
 */
record Setting(
    String wanted,
    Protocol protocol,
    List<Protocol> protocols,
    Duration each,
    int pairs,
    Path directory,
    FigureOutput figures,
    Peers peers,
    SteadyOptions steady) {

  /** Whether figures whose names begin with this one are wanted. */
  boolean wants(String prefix) {
    return Benchmark.covers(wanted, prefix);
  }
}
