package cutline.runtime.admission;

import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The connections that were closed for what their peers did: counted by reason, and logged with who
 * and why, at most one line a second however many there are.
 */
public final class Rejections {

  private static final long LINE_EVERY_NANOS = 1_000_000_000L;

  private final Map<Rejection, Long> counts = new EnumMap<>(Rejection.class);
  private final Consumer<String> log;
  private final LongSupplier nanos;
  private long lastLine;
  private long unlogged;

  /** None so far; lines go to this logger. */
  public Rejections(System.Logger logger) {
    this(line -> logger.log(Level.WARNING, line), System::nanoTime);
  }

  /**
   * None so far.
   *
   * @param log takes the lines
   * @param nanos the time, in nanoseconds
   */
  public Rejections(Consumer<String> log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    lastLine = nanos.getAsLong() - LINE_EVERY_NANOS;
  }

  /** One more was closed. */
  public void count(String who, Rejection reason, String why) {
    long others;
    synchronized (counts) {
      counts.merge(reason, 1L, Long::sum);
      long now = nanos.getAsLong();
      if (now - lastLine < LINE_EVERY_NANOS) {
        unlogged++;
        return;
      }
      lastLine = now;
      others = unlogged;
      unlogged = 0;
    }
    String more = others == 0 ? "" : " (and " + others + " more since the last such line)";
    log.accept("closed the connection with " + who + ": " + why + more);
  }

  /** How many were closed for this reason. */
  public long of(Rejection reason) {
    synchronized (counts) {
      return counts.getOrDefault(reason, 0L);
    }
  }
}
