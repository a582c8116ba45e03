package cutline.cli.terminal;

import cutline.runtime.Ticker;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * One line that shows how far something has come, on a terminal only, and only if it takes more
 * than a second. It is gone when all is done.
 */
public final class ProgressBar implements AutoCloseable {

  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
  private static final int WIDTH = 12;
  private static final String ERASE = "\r\033[K";

  private final PrintStream terminal;
  private final boolean isTerminal;
  private final Ticker ticker;
  private final long startedAt;
  private boolean shown;
  private boolean closed;

  /** A bar on standard error, if that is a terminal. */
  public ProgressBar() {
    this(System.err, Terminals.isError(), Ticker.system());
  }

  public ProgressBar(PrintStream terminal, boolean isTerminal, Ticker ticker) {
    this.terminal = terminal;
    this.isTerminal = isTerminal;
    this.ticker = ticker;
    this.startedAt = ticker.nanos();
  }

  /** Shows how far it has come, such as {@code [###### ] markers 6/12 1.4 s}. */
  public synchronized void show(String what, int done, int of) {
    long elapsed = ticker.nanos() - startedAt;
    if (isTerminal && !closed && elapsed >= PATIENCE) {
      shown = true;
      terminal.print(ERASE + text(what, done, of, elapsed));
      terminal.flush();
    }
  }

  /** The bar and its figures. */
  public static String text(String what, int done, int of, long elapsedNanos) {
    int filled = of <= 0 ? 0 : Math.clamp((long) done * WIDTH / of, 0, WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %s %d/%d   %.1f s",
        "#".repeat(filled),
        " ".repeat(WIDTH - filled),
        what,
        done,
        of,
        elapsedNanos / 1e9);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (shown) {
      shown = false;
      terminal.print(ERASE);
      terminal.flush();
    }
  }
}
