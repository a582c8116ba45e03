package cutline.console.log;

import cutline.core.Channel;
import cutline.trace.Action;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.LogHeader;
import cutline.trace.Processes;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a log is of, and how it begins.
 *
 * @param header the processes, and all the money there is
 * @param channels those that there are; null if each process has one to each other one
 * @param opening per process whose balance at the beginning is known, that balance
 */
public record LogShape(
    LogHeader header, @Nullable SortedSet<Channel> channels, Map<String, Long> opening) {

  /** That of a log which says no more than its events do. */
  public static LogShape of(EventLog log) {
    return new LogShape(log.header(), null, openingOf(log));
  }

  /** All processes. */
  public Processes processes() {
    return header.processes();
  }

  /** Who has a channel to a process. */
  List<String> senders(String process) {
    SortedSet<Channel> known = channels;
    return known == null
        ? processes().names().stream().filter(name -> !name.equals(process)).toList()
        : known.stream()
            .filter(channel -> channel.to().equals(process))
            .map(Channel::from)
            .toList();
  }

  /**
   * What processes began with: the first balance that an event tells, less what has come and gone
   * until then. If all but one are known, the total tells the last.
   */
  private static Map<String, Long> openingOf(EventLog log) {
    Map<String, Long> opening = new HashMap<>();
    Map<String, Long> change = new HashMap<>();
    Set<String> lost = new HashSet<>();
    for (Event event : log.events()) {
      String process = event.process();
      if (opening.containsKey(process) || lost.contains(process)) {
        continue;
      }
      Long balance =
          switch (event.action()) {
            case Action.Send send -> {
              change.merge(process, -send.amount(), Math::addExact);
              yield send.balance();
            }
            case Action.Receive receive -> {
              change.merge(process, receive.amount(), Math::addExact);
              yield receive.balance();
            }
            case Action.RecordState(String _, Long recorded) -> recorded;
            case Action.Restart(Long recovered) -> recovered;
            case Action.Restore _, Action.Gap _ -> {
              lost.add(process);
              yield null;
            }
            default -> null;
          };
      if (balance != null) {
        opening.put(process, Math.subtractExact(balance, change.getOrDefault(process, 0L)));
      }
    }
    Long total = log.header().total();
    List<String> silent =
        log.processes().names().stream().filter(name -> !opening.containsKey(name)).toList();
    if (total != null && silent.size() == 1) {
      long known = opening.values().stream().reduce(0L, Math::addExact);
      opening.put(silent.getFirst(), Math.subtractExact(total, known));
    }
    return Collections.unmodifiableMap(opening);
  }
}
