package cutline.trace.export;

import cutline.core.Channel;
import cutline.trace.Action;
import cutline.trace.Event;
import cutline.trace.EventLog;
import java.util.HashMap;
import java.util.Map;

/**
 * Where events stand in logical time: each in the first column behind the one before it at its
 * process, and behind the sending of what it receives. So every message goes to the right, and what
 * is concurrent may stand in one column.
 */
final class Columns {

  private final Map<Long, Integer> columns = new HashMap<>();
  private int count;

  Columns(EventLog log) {
    Map<String, Integer> last = new HashMap<>();
    Map<String, Integer> sent = new HashMap<>();
    for (Event event : log.events()) {
      if (!isDrawn(event.action())) {
        continue;
      }
      int column = last.getOrDefault(event.process(), -1) + 1;
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
}
