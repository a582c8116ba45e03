package cutline.cli.terminal;

import cutline.runtime.Ticker;
import java.io.PrintStream;
import java.time.Duration;

/**
 * One line that says how far something has come whose end is not known, on a terminal only, and
 * only if it takes more than a second. It is gone when all is done.
 */
public final class ProgressLine implements AutoCloseable {

  private static final long EVERY = Duration.ofSeconds(1).toNanos();
  private static final String ERASE = "\r\033[K";

  private final PrintStream terminal;
  private final boolean isTerminal;
  private final Ticker ticker;
  private final long startedAt;
  private long shownAt;
  private boolean isShown;

  /** A line on standard error, if that is a terminal. */
  public ProgressLine() {
    this(System.err, Terminals.isError(), Ticker.system());
  }

  public ProgressLine(PrintStream terminal, boolean isTerminal, Ticker ticker) {
    this.terminal = terminal;
    this.isTerminal = isTerminal;
    this.ticker = ticker;
    this.startedAt = ticker.nanos();
    this.shownAt = startedAt;
  }

  /** Shows this, at most once a second. */
  public void show(String what) {
    long now = ticker.nanos();
    if (isTerminal && now - shownAt >= EVERY) {
      shownAt = now;
      isShown = true;
      terminal.print(ERASE + what + "   " + (now - startedAt) / EVERY + " s");
      terminal.flush();
    }
  }

  @Override
  public void close() {
    if (isShown) {
      terminal.print(ERASE);
      terminal.flush();
    }
  }
}
