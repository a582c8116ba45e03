package cutline.console.log;

import cutline.core.Channel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which channels may hold more or less than the log says, because something is missing in it. A
 * channel is certain again when a message has arrived on it that was sent after the gap: it is
 * FIFO, so whatever was sent before has arrived, too.
 */
final class Uncertainty {

  private final Map<Channel, Long> since = new HashMap<>();
  private @Nullable String reason;

  Uncertainty copy() {
    Uncertainty copy = new Uncertainty();
    copy.since.putAll(since);
    copy.reason = reason;
    return copy;
  }

  void gap(Channel channel, long seq, String what) {
    since.put(channel, seq);
    reason = what;
  }

  boolean of(Channel channel) {
    return since.containsKey(channel);
  }

  /** A message has arrived that was sent by this event. */
  void arrived(Channel channel, long sent) {
    Long gap = since.get(channel);
    if (gap != null && gap < sent) {
      since.remove(channel);
    }
  }

  void clear() {
    since.clear();
  }

  @Nullable String reason() {
    return since.isEmpty() ? null : reason;
  }
}
