package cutline.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Prints what was measured: a line of JSON a figure on standard output, and one for people on
 * standard error.
 */
final class Figures {

  private Figures() {}

  /** Says what it was measured on. */
  static void printMachine(Path directory) throws IOException {
    System.err.printf(
        "%d cores, Java %s, %s%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        Files.getFileStore(directory).type());
  }

  static void print(String name, double value, String unit, long samples) {
    print(name, value, unit, samples, "", "");
  }

  /** The median of some rounds, with the least and the most of them. */
  static void printMedian(String name, double[] rounds, String unit, long samples) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    String least = text(sorted[0]);
    String most = text(sorted[sorted.length - 1]);
    print(
        name,
        sorted[sorted.length / 2],
        unit,
        samples,
        ",\"min\":%s,\"max\":%s".formatted(least, most),
        " (%s to %s)".formatted(least, most));
  }

  /** The median, the 99th percentile and the most of what was recorded. */
  static void printPercentiles(String prefix, Histogram recorded, String unit) {
    long samples = recorded.getTotalCount();
    print(prefix + "p50", (double) recorded.getValueAtPercentile(50), unit, samples);
    print(prefix + "p99", (double) recorded.getValueAtPercentile(99), unit, samples);
    print(prefix + "max", (double) recorded.getMaxValue(), unit, samples);
  }

  private static void print(
      String name, double value, String unit, long samples, String spread, String spreadText) {
    System.out.printf(
        Locale.ROOT,
        "{\"schema\":\"cutline.bench/1\",\"name\":\"%s\",\"value\":%s,\"unit\":\"%s\",\"samples\":%d%s}%n",
        name,
        text(value),
        unit,
        samples,
        spread);
    System.err.printf("%-44s %12s %-4s of %d%s%n", name, text(value), unit, samples, spreadText);
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.1f" : "%.0f", value);
  }
}
