package cutline.console.log;

import cutline.trace.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest events of a log, and the state behind each of them. They are kept in chunks, each with
 * the state before it; the oldest chunk goes when there are too many events.
 */
final class Past {

  /** A state is found by going through so many events, or as many as it has messages in flight. */
  private static final int CHUNK = 1_000;

  private record Chunk(LogState before, List<Event> events) {}

  private final int limit;
  private final LogState now;
  private final TreeMap<Long, Chunk> chunks = new TreeMap<>();

  /**
   * Of a log without an event.
   *
   * @param limit how many events are kept at most, and some more
   */
  Past(LogShape shape, int limit) {
    this.limit = limit;
    this.now = new LogState(shape);
    chunks.put(1L, new Chunk(now.copy(), new ArrayList<>()));
  }

  /** Adds the next event. */
  void add(Event event) {
    if (event.seq() != now.seq() + 1) {
      throw new IllegalArgumentException(
          "event %d behind event %d".formatted(event.seq(), now.seq()));
    }
    List<Event> newest = chunks.lastEntry().getValue().events();
    if (newest.size() >= Math.max(CHUNK, now.travelling())) {
      newest = new ArrayList<>();
      chunks.put(event.seq(), new Chunk(now.copy(), newest));
    }
    while (chunks.size() > 1 && event.seq() - chunks.higherKey(chunks.firstKey()) >= limit) {
      chunks.pollFirstEntry();
    }
    newest.add(event);
    now.apply(event);
  }

  /** The oldest event that is kept; behind the newest if there is none. */
  long first() {
    return chunks.firstKey();
  }

  /** The newest event, or 0. */
  long last() {
    return now.seq();
  }

  /** The state behind the newest event, which changes with the next one. */
  LogState now() {
    return now;
  }

  /** The time of the oldest event that is kept. */
  long atFirst() {
    List<Event> oldest = chunks.firstEntry().getValue().events();
    return oldest.isEmpty() ? now.at() : oldest.getFirst().at();
  }

  /**
   * The state behind an event.
   *
   * @param seq from {@link #first} − 1 to {@link #last}
   */
  LogState at(long seq) {
    if (seq < first() - 1 || seq > last()) {
      throw new IllegalArgumentException("event %d is not kept".formatted(seq));
    }
    Chunk chunk = chunks.floorEntry(Math.max(seq, first())).getValue();
    LogState state = chunk.before().copy();
    for (Event event : chunk.events()) {
      if (event.seq() > seq) {
        break;
      }
      state.apply(event);
    }
    return state;
  }

  /**
   * The events from {@code from} to {@code to}, both included, as far as they are kept.
   *
   * @param most no more than that, the oldest ones
   */
  List<Event> events(long from, long to, int most) {
    long first = Math.max(from, first());
    long end = Math.min(Math.min(to, last()), Math.addExact(first, most - 1L));
    List<Event> events = new ArrayList<>();
    if (first > end) {
      return events;
    }
    for (Map.Entry<Long, Chunk> chunk :
        chunks.subMap(chunks.floorKey(first), true, end, true).entrySet()) {
      List<Event> all = chunk.getValue().events();
      int begin = Math.toIntExact(Math.max(0, first - chunk.getKey()));
      int stop = Math.toIntExact(Math.min(all.size(), end - chunk.getKey() + 1));
      events.addAll(all.subList(begin, stop));
    }
    return events;
  }
}
