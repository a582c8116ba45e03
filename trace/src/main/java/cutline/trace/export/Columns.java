package cutline.trace.export;

import cutline.core.Channel;
import cutline.trace.Action;
import cutline.trace.Cut;
import cutline.trace.Event;
import cutline.trace.EventLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where events stand in logical time: each in the first column behind the one before it at its
 * process, and behind the sending of what it receives. So every message goes to the right, and what
 * is concurrent may stand in one column.
 *
 * <p>A cut can be made straight: all that is before it keeps its place, and all that is after it
 * moves to the right until the record points stand in one column. Nothing that one event knows of
 * another one changes by that, as the paper's theorem has it (Chandy and Lamport 1985, section 4);
 * it is possible for just the cuts that are consistent.
 */
final class Columns {

  private final Map<Long, Integer> columns = new HashMap<>();
  private final Map<String, Integer> last = new HashMap<>();
  private final Map<String, Integer> sent = new HashMap<>();
  private final Set<String> sentLate = new HashSet<>();
  private final Set<String> late = new HashSet<>();
  private int count;
  private int cutColumn = -1;
  private @Nullable Event obstacle;

  /**
   * Those of a log.
   *
   * @param straight the cut that is to be straight, or null
   */
  Columns(EventLog log, @Nullable Cut straight) {
    if (straight == null) {
      log.events().forEach(event -> place(event, 0));
    } else {
      Set<Long> after = after(log, straight);
      log.events().stream()
          .filter(event -> !after.contains(event.seq()))
          .forEach(event -> place(event, 0));
      int cut = count;
      cutColumn = cut;
      log.events().stream()
          .filter(event -> after.contains(event.seq()))
          .forEach(event -> place(event, cut));
    }
  }

  /** The events behind a cut, and those before it that know of one behind it. */
  private Set<Long> after(EventLog log, Cut cut) {
    Set<Long> after = new HashSet<>();
    for (Event event : log.events()) {
      boolean isLate = !cut.isBefore(event);
      boolean knows = late.contains(event.process());
      if (event.action() instanceof Action.Incoming incoming) {
        knows |= sentLate.contains(key(incoming.from(), event.process(), incoming.message()));
      }
      if (!isLate && knows && obstacle == null) {
        obstacle = event;
      }
      if (isLate || knows) {
        after.add(event.seq());
        late.add(event.process());
        if (event.action() instanceof Action.Outgoing outgoing) {
          sentLate.add(key(event.process(), outgoing.to(), outgoing.message()));
        }
      }
    }
    return after;
  }

  private void place(Event event, int least) {
    if (!isDrawn(event.action())) {
      return;
    }
    int column = Math.max(least, last.getOrDefault(event.process(), -1) + 1);
    if (event.action() instanceof Action.Incoming incoming) {
      String key = key(incoming.from(), event.process(), incoming.message());
      column = Math.max(column, sent.getOrDefault(key, -1) + 1);
    }
    if (event.action() instanceof Action.Outgoing outgoing) {
      sent.put(key(event.process(), outgoing.to(), outgoing.message()), column);
    }
    last.put(event.process(), column);
    columns.put(event.seq(), column);
    count = Math.max(count, column + 1);
  }

  private static String key(String from, String to, String message) {
    return new Channel(from, to) + " " + message;
  }

  static boolean isDrawn(Action action) {
    return switch (action) {
      case Action.ChannelClosed _, Action.Complete _, Action.Connect _, Action.Disconnect _ ->
          false;
      default -> true;
    };
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** The column of an event, or -1 if it is not drawn. */
  int of(Event event) {
    return columns.getOrDefault(event.seq(), -1);
  }

  /** Where the straight cut stands; -1 if none was to be straight. */
  int cutColumn() {
    return cutColumn;
  }

  /** The first event before the cut that knows of one behind it, so that it cannot be straight. */
  @Nullable Event obstacle() {
    return obstacle;
  }
}
