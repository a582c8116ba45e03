package cutline.trace.export;

import cutline.trace.Action;
import cutline.trace.Cut;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a log that fits into a picture. */
public final class Excerpt {

  private Excerpt() {}

  /** Whether the log says anything of a snapshot. */
  public static boolean has(EventLog log, String snapshot) {
    return log.events().stream().anyMatch(event -> isOf(event, snapshot));
  }

  /**
   * The events around the cut of a snapshot; all of them if they are few.
   *
   * @param snapshot which one, or null for the first
   * @param most how many events at most
   */
  static EventLog around(EventLog log, @Nullable String snapshot, int most) {
    List<Event> events = log.events();
    if (events.size() <= most) {
      return log;
    }
    int first = -1;
    int last = 0;
    for (int index = 0; index < events.size(); index++) {
      Event event = events.get(index);
      if (event.action() instanceof Action.RecordState record
          && (snapshot == null || record.snapshot().equals(snapshot))) {
        first = first < 0 ? index : first;
        last = index;
        snapshot = record.snapshot();
      }
    }
    int middle = first < 0 ? 0 : first + (Math.min(last, first + most) - first) / 2;
    int from = Math.clamp(middle - most / 2, 0, events.size() - most);
    return new EventLog(log.header(), events.subList(from, from + most));
  }

  /** The cut of a snapshot, or null if there is none. */
  static @Nullable Cut cut(List<Verdict> verdicts, @Nullable String snapshot) {
    return verdicts.stream()
        .filter(verdict -> verdict.snapshot().equals(snapshot))
        .map(Verdict::cut)
        .findFirst()
        .orElse(null);
  }

  /** The events from one to another one, both included. */
  static EventLog between(EventLog log, long from, long to) {
    return new EventLog(
        log.header(),
        log.events().stream().filter(event -> event.seq() >= from && event.seq() <= to).toList());
  }

  private static boolean isOf(Event event, String snapshot) {
    return event.action() instanceof Action.OfSnapshot action && action.snapshot().equals(snapshot);
  }
}
