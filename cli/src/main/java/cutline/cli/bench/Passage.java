package cutline.cli.bench;

import cutline.bank.BankProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/**
 * The transfers from one branch to another, each of which is known by its amount, and how long each
 * took from when it was due. One thread sends, and another is told what has arrived.
 */
final class Passage {

  /** So many transfers at most are under way at once; as many dollars is the largest of them. */
  private static final int AMOUNTS = 16_384;

  private static final long NOT_UNDER_WAY = Long.MIN_VALUE;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** By amount, when it was due. */
  private final AtomicLongArray due = new AtomicLongArray(AMOUNTS);

  private final AtomicReference<String> failure = new AtomicReference<>();
  private final Histogram nanos = new Histogram(3);
  private final boolean keepsSamples;
  private final List<Sample> samples = new ArrayList<>();
  private long from;
  private long end;
  private int sent;

  /**
   * One of them.
   *
   * @param due when it was to be sent, in nanoseconds since the measurement began
   * @param took how long it took until it was durable where it arrived, in nanoseconds
   */
  record Sample(long due, long took) {}

  Passage(boolean keepsSamples) {
    this.keepsSamples = keepsSamples;
    for (int i = 0; i < AMOUNTS; i++) {
      due.set(i, NOT_UNDER_WAY);
    }
  }

  /** Those that are due in between are measured. To be said before any is sent. */
  void measure(long fromNanos, long endNanos) {
    from = fromNanos;
    end = endNanos;
  }

  /** Sends the next one. */
  void send(BankProcess sender, String to, long at) {
    int slot = sent++ % AMOUNTS;
    if (due.get(slot) != NOT_UNDER_WAY) {
      throw new IllegalStateException(
          "%,d transfers to %s are under way: the rate is more than the network carries"
              .formatted(AMOUNTS, to));
    }
    due.set(slot, at);
    var _ =
        sender
            .transfer(to, slot + 1)
            .whenComplete((refusal, problem) -> {
              if (problem != null || refusal.isPresent()) {
                failure.set("a transfer was not made: " + (problem == null ? refusal : problem));
              }
            });
    String failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException(failed);
    }
  }

  /** Told by the receiver, behind its commit. */
  void arrived(long amount) {
    long now = System.nanoTime();
    int slot = (int) amount - 1;
    long at = due.get(slot);
    if (at >= from && at < end) {
      synchronized (samples) {
        nanos.recordValue(now - at);
        if (keepsSamples) {
          samples.add(new Sample(at - from, now - at));
        }
      }
    }
    due.set(slot, NOT_UNDER_WAY);
  }

  /** Waits until whatever was sent has arrived. */
  void awaitAll() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int slot = 0; slot < AMOUNTS; slot++) {
      while (due.get(slot) != NOT_UNDER_WAY) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("a transfer has not arrived within " + PATIENCE);
        }
        Thread.sleep(1);
      }
    }
  }

  /** How long those took that were measured; to be asked for when all have arrived. */
  Histogram nanos() {
    synchronized (samples) {
      return nanos.copy();
    }
  }

  /** Each of them, if they are kept, in the order of their arrival. */
  List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }
}
