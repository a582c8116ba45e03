package cutline.simulation;

import java.util.PriorityQueue;

/** What will happen, in the order of the times; at the same time, in the order of its planning. */
final class Agenda {

  private record Entry(long at, long order, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long order;
  private long now;

  long now() {
    return now;
  }

  /** Plans something; what is planned for the past happens next. */
  void at(long time, Runnable action) {
    entries.add(new Entry(Math.max(time, now), order++, action));
  }

  /** When the next thing happens, {@code Long.MAX_VALUE} for never. */
  long next() {
    Entry entry = entries.peek();
    return entry == null ? Long.MAX_VALUE : entry.at;
  }

  /** Has the next thing happen. */
  void proceed() {
    Entry entry = entries.remove();
    now = entry.at;
    entry.action.run();
  }
}
