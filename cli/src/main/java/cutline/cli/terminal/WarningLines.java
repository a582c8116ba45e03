package cutline.cli.terminal;

import cutline.runtime.Ticker;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warnings as log lines, not more than a few a second: strangers may cause as many as they like.
 * Used by one thread.
 */
public final class WarningLines {

  private static final long PERIOD = Duration.ofSeconds(1).toNanos();
  private static final int MOST = 10;

  private final Consumer<String> lines;
  private final Ticker ticker;

  private @Nullable String last;
  private long periodEnd;
  private int inPeriod;
  private long leftOut;

  public WarningLines(Consumer<String> lines, Ticker ticker) {
    this.lines = lines;
    this.ticker = ticker;
  }

  /** Writes the warning, unless it is the same again or one too many. */
  public void line(String sentence) {
    if (sentence.equals(last)) {
      return;
    }
    long now = ticker.nanos();
    if (now >= periodEnd) {
      periodEnd = now + PERIOD;
      inPeriod = 0;
    }
    if (inPeriod == MOST) {
      leftOut++;
      return;
    }
    inPeriod++;
    last = sentence;
    lines.accept(
        leftOut == 0
            ? sentence
            : "%s (%,d warnings before it left out)".formatted(sentence, leftOut));
    leftOut = 0;
  }
}
