package cutline.trace;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The line that a snapshot draws through a log: the event of each process at which it recorded its
 * state.
 */
public final class Cut {

  private final String snapshot;
  private final Map<String, Event> records = new TreeMap<>();

  Cut(String snapshot) {
    this.snapshot = snapshot;
  }

  /** The snapshot's id. */
  public String snapshot() {
    return snapshot;
  }

  /** The record point of each process that has one, sorted by name. */
  public Map<String, Event> records() {
    return Collections.unmodifiableMap(records);
  }

  @Nullable Event put(Event record) {
    return records.put(record.process(), record);
  }

  /** Whether an event is on the past side; null is not, nor one of a process without a cut. */
  public boolean isBefore(@Nullable Event event) {
    if (event == null) {
      return false;
    }
    Event record = records.get(event.process());
    return record != null && event.seq() < record.seq();
  }

  /** Whether a message was sent before its sender's cut and not received before the receiver's. */
  public boolean crossesForward(Message message) {
    return isBefore(message.sent()) && !isBefore(message.received());
  }

  /** Whether a message was received before its receiver's cut and sent after the sender's. */
  public boolean crossesBackward(Message message) {
    return message.sent() != null && !isBefore(message.sent()) && isBefore(message.received());
  }
}
