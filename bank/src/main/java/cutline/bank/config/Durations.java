package cutline.bank.config;

import cutline.bank.domain.DurationRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 5s}, {@code 200ms}, {@code 0ms..500ms}. */
public final class Durations {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|ms|s|m|h)");

  private static final long LONGEST_NUMBER = 1_000_000_000;

  private static final BigDecimal LONGEST = BigDecimal.valueOf(Duration.ofDays(1).toNanos());

  private Durations() {}

  /**
   * Reads a number with a unit: ns, us, ms, s, m or h; at most a day.
   *
   * @throws IllegalArgumentException if {@code text} is not of that form
   */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration (expected a number and a unit, as in 200ms, 5s, 1m)");
    }
    BigDecimal nanos =
        new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(nanos(form.group(2))));
    if (nanos.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("'" + text + "' is more than a day");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "m" -> 60_000_000_000L;
      default -> 3_600_000_000_000L;
    };
  }

  /**
   * Reads {@code 0ms..500ms}, or one duration, which stands for all from nothing up to it.
   *
   * @throws IllegalArgumentException if {@code text} is not of that form
   */
  public static DurationRange parseRange(String text) {
    int dots = text.indexOf("..");
    Duration least = dots < 0 ? Duration.ZERO : parse(text.substring(0, dots));
    Duration most = parse(dots < 0 ? text : text.substring(dots + 2));
    if (most.compareTo(least) < 0) {
      throw new IllegalArgumentException("'" + text + "' ends before it begins");
    }
    return new DurationRange(least, most);
  }

  /**
   * The duration in its largest whole unit, or in seconds if that would be a longer number than
   * {@link #parse} takes.
   */
  public static String text(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    for (String unit : new String[] {"h", "m", "s", "ms", "us", "ns"}) {
      if (nanos % nanos(unit) == 0 && nanos / nanos(unit) < LONGEST_NUMBER) {
        return nanos / nanos(unit) + unit;
      }
    }
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s";
  }
}
