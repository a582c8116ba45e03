package cutline.simulation.scenario;

import cutline.core.Marker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel of the tick world: FIFO, and each message has a tick from which on it may arrive. */
final class TickChannel {

  /** What travels. */
  sealed interface Content {
    String id();
  }

  record Money(Tokens tokens) implements Content {
    @Override
    public String id() {
      return tokens.id();
    }
  }

  record MarkerMessage(String id, Marker marker) implements Content {}

  private record Entry(long due, Content content) {}

  final int from;
  final int to;
  private final List<Entry> entries = new ArrayList<>();

  TickChannel(int from, int to) {
    this.from = from;
    this.to = to;
  }

  /** Puts a message behind all others. */
  void add(long due, Content content) {
    entries.add(new Entry(due, content));
  }

  /** Puts a message before the money at the end. */
  void addBeforeMoney(long due, Content content) {
    int index = entries.size();
    while (index > 0 && entries.get(index - 1).content() instanceof Money) {
      index--;
    }
    entries.add(index, new Entry(due, content));
  }

  /** When the oldest message may arrive, or {@link Long#MAX_VALUE} if there is none. */
  long due() {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.getFirst().due();
  }

  /** Takes the oldest message out if it may arrive at {@code now}. */
  @Nullable Content poll(long now) {
    return due() <= now ? entries.removeFirst().content() : null;
  }
}
