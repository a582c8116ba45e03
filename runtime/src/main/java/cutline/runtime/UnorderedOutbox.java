package cutline.runtime;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The sending end of a channel that is not FIFO: every entry leaves when it is due, whatever came
 * before it, and is acknowledged by itself. What is sent lies within a {@link #WINDOW} above the
 * oldest entry that is not acknowledged.
 */
final class UnorderedOutbox extends Outbox {

  private record Waiting(long due, long number) {}

  private static final Comparator<Waiting> FIRST_DUE =
      Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::number);

  /** What may leave, the first due first: those that are due no earlier than the one before. */
  private final Deque<Waiting> inOrder = new ArrayDeque<>();

  /** The others: money with a delay that is shorter than that of what came before. */
  private final PriorityQueue<Waiting> earlier = new PriorityQueue<>(FIRST_DUE);

  /** All entries up to this one have been put among those that wait. */
  private long admitted;

  private Cursor known = new Cursor();
  private Cursor transmitted = new Cursor();

  @Override
  boolean isKnown(long number) {
    return known.contains(number);
  }

  @Override
  int underWay() {
    return (int) (transmitted.count() - known.count() + last() - committed());
  }

  @Override
  boolean canAcknowledge(Cursor received) {
    return transmitted.containsAll(received);
  }

  @Override
  boolean hasAcknowledgedMoreThan(Cursor received) {
    return !received.containsAll(known);
  }

  @Override
  void acknowledge(Cursor received) {
    for (long number = known.upTo() + 1; number <= received.highest(); number++) {
      if (received.contains(number) && !known.contains(number) && transmitted.contains(number)) {
        unacknowledgedBytes -= frame(number).length;
      }
    }
    known.addAll(received);
    transmitted.addAll(received);
    forget(known.upTo());
    admit();
  }

  @Override
  void resume(Cursor received) {
    acknowledge(received);
    transmitted = new Cursor();
    transmitted.addAll(known);
    unacknowledgedBytes = 0;
    inOrder.clear();
    earlier.clear();
    admitted = known.upTo();
    admit();
  }

  @Override
  void transmit(long now, List<byte[]> into) {
    while (nextDue() <= now) {
      long number = next().remove().number();
      byte[] frame = frame(number);
      unacknowledgedBytes += frame.length;
      transmitted.add(number);
      into.add(frame);
    }
  }

  @Override
  long nextDue() {
    Waiting next = next().peek();
    return next == null || unacknowledgedBytes >= WINDOW_BYTES ? Long.MAX_VALUE : next.due();
  }

  /** Where the one is that is due first. */
  private Queue<Waiting> next() {
    Waiting early = earlier.peek();
    Waiting late = inOrder.peek();
    return early != null && (late == null || FIRST_DUE.compare(early, late) < 0)
        ? earlier
        : inOrder;
  }

  @Override
  void commit() {
    super.commit();
    admit();
  }

  @Override
  void restore(long acknowledgedUpTo, long digestOfAcknowledged) {
    super.restore(acknowledgedUpTo, digestOfAcknowledged);
    known = new Cursor(acknowledgedUpTo);
    admitted = acknowledgedUpTo;
  }

  private void admit() {
    long end = Math.min(committed(), acknowledged() + WINDOW);
    while (admitted < end) {
      admitted++;
      if (!known.contains(admitted)) {
        Waiting next = new Waiting(due(admitted), admitted);
        Waiting last = inOrder.peekLast();
        (last == null || last.due() <= next.due() ? inOrder : earlier).add(next);
      }
    }
  }
}
