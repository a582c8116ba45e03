package cutline.trace;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the ids of a bank's messages tell: how many restores there had been, and which number the
 * message has in its channel, as in {@code 0.17}. Other systems may have ids that tell nothing.
 */
record MessageNumber(long era, long number) {

  private static final Pattern ID = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

  private static final Comparator<MessageNumber> ORDER =
      Comparator.comparingLong(MessageNumber::era).thenComparingLong(MessageNumber::number);

  /** Whether the first is known to have been sent before the second, on one channel. */
  static boolean isBefore(String first, String second) {
    MessageNumber one = of(first);
    MessageNumber other = of(second);
    return one != null && other != null && ORDER.compare(one, other) < 0;
  }

  private static @Nullable MessageNumber of(String id) {
    Matcher parts = ID.matcher(id);
    return parts.matches()
        ? new MessageNumber(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)))
        : null;
  }
}
