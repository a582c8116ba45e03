package cutline.quic;

import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a small chunk a part of the connection's round trip behind the last one, so that what is
 * sent in between leaves with it: as Nagle's algorithm (RFC 896), but nothing waits for an
 * acknowledgement. On a long way packets are then few, and QUIC, which takes what some packets have
 * overtaken for lost, seldom does so.
 */
final class Spacing {

  private static final int PART = 16;

  /** Below that, to be woken takes longer than what is saved. */
  private static final long LEAST = TimeUnit.MICROSECONDS.toNanos(200);

  /** The round trip is an estimate; a process that stood still for a while makes it a large one. */
  static final long MOST = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long MEASURED_EVERY = TimeUnit.MILLISECONDS.toNanos(100);

  private final QuicChannel channel;
  private long distance;
  private long measuredAt;
  private boolean measured;
  private long next;

  Spacing(QuicChannel channel) {
    this.channel = channel;
    next = System.nanoTime();
  }

  /** How long, in nanoseconds, a small chunk still has to wait; not positive if it need not. */
  long remaining() {
    return next - System.nanoTime();
  }

  /** A chunk leaves. */
  void leaves() {
    long now = System.nanoTime();
    if (!measured || now - measuredAt >= MEASURED_EVERY) {
      measured = true;
      measuredAt = now;
      distance = Math.min(roundTrip() / PART, MOST);
    }
    next = distance < LEAST ? now : now + distance;
  }

  private long roundTrip() {
    Future<QuicConnectionPathStats> stats = channel.collectPathStats(0);
    return stats.isSuccess() ? stats.getNow().rtt() : 0;
  }
}
