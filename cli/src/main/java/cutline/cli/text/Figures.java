package cutline.cli.text;

import java.time.Duration;
import java.util.Locale;

/** Amounts and times as people read them. */
public final class Figures {

  private Figures() {}

  /** A number with its thousands set apart. */
  public static String number(Number number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** An amount of money. */
  public static String dollars(Number amount) {
    return "$" + number(amount);
  }

  /** How often a bank has gone back to a snapshot. */
  public static String wentBack(long era) {
    return "the bank has gone back to a snapshot %s before"
        .formatted(era == 1 ? "once" : "%,d times".formatted(era));
  }

  /** How long something took. */
  public static String took(Duration took) {
    double millis = took.toNanos() / 1e6;
    return millis >= 1_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1_000)
        : String.format(Locale.ROOT, "%.1f ms", millis);
  }

  /** How long ago something was. */
  public static String ago(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    return seconds < 60
        ? seconds + " s ago"
        : seconds < 3_600
            ? seconds / 60 + " min ago"
            : seconds < 48 * 3_600 ? seconds / 3_600 + " h ago" : age.toDays() + " days ago";
  }
}
