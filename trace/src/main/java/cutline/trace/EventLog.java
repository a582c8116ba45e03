package cutline.trace;

import java.util.List;

/**
 * What happened in a system, in a causal order: no event stands before one that it knows of.
 *
 * @param header what it is of
 * @param events all events, by ascending {@link Event#seq}
 */
public record EventLog(LogHeader header, List<Event> events) {

  /** What the first line of a log says that it is. */
  public static final String SCHEMA = "cutline.events/1";

  /** Keeps a copy of the list. */
  public EventLog {
    events = List.copyOf(events);
  }

  /** All processes. */
  public Processes processes() {
    return header.processes();
  }
}
