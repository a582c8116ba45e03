package cutline.cli.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** What PostgreSQL's pgbench says. */
final class PgbenchOutput {

  private static final Pattern PROCESSED =
      Pattern.compile("number of transactions actually processed: (\\d+)");

  /** The second wording is that of PostgreSQL 13 and before. */
  private static final Pattern RATE =
      Pattern.compile(
          "tps = ([0-9.]+) \\((?:without initial connection time|excluding connections"
              + " establishing)\\)");

  private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");

  private PgbenchOutput() {}

  /**
   * How many transactions there were, by what it says at its end.
   *
   * @throws IllegalArgumentException if it does not say that, or that some have failed
   */
  static Rate rate(String output) {
    Matcher failed = FAILED.matcher(output);
    if (failed.find() && !failed.group(1).equals("0")) {
      throw new IllegalArgumentException("transactions have failed: " + output);
    }
    return new Rate(
        Long.parseLong(first(PROCESSED, output)), Double.parseDouble(first(RATE, output)));
  }

  private static String first(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "pgbench does not say \"%s\": %s".formatted(pattern, output));
    }
    return matcher.group(1);
  }

  /** Adds the times of its log, in microseconds, to a histogram of nanoseconds. */
  static void addTimes(Iterable<String> log, Histogram nanos) {
    for (String line : log) {
      String[] fields = line.split(" ", -1);
      nanos.recordValue(Long.parseLong(fields[2]) * 1_000);
    }
  }
}
