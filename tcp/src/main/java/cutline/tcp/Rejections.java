package cutline.tcp;

import io.netty.channel.Channel;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Closes connections for what their peers did: counted by reason, and logged with who and why, at
 * most one line a second however many there are.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class Rejections {

  private static final System.Logger LOG = System.getLogger("cutline.tcp");
  private static final long LINE_EVERY_NANOS = 1_000_000_000L;

  private final Map<Rejection, Long> counts = new EnumMap<>(Rejection.class);
  private final Consumer<String> log;
  private final LongSupplier nanos;
  private long lastLine;
  private long unlogged;

  Rejections() {
    this(line -> LOG.log(Level.WARNING, line), System::nanoTime);
  }

  Rejections(Consumer<String> log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    lastLine = nanos.getAsLong() - LINE_EVERY_NANOS;
  }

  void reject(Channel channel, Rejection reason, String why) {
    count(Remote.of(channel), reason, why);
    channel.close();
  }

  void count(String who, Rejection reason, String why) {
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

  long of(Rejection reason) {
    synchronized (counts) {
      return counts.getOrDefault(reason, 0L);
    }
  }
}
