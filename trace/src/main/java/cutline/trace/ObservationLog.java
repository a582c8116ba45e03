package cutline.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What one process says that it has done, in its own order. Those of all processes together make an
 * {@link EventLog}.
 *
 * @param header of what system
 * @param process which one
 * @param observations what it did, with gaps where something is missing; times are in microseconds
 *     since 1970, UTC
 */
public record ObservationLog(LogHeader header, String process, List<Observation> observations) {

  /** What the first line of such a log says that it is. */
  public static final String SCHEMA = "cutline.observations/1";

  /** So much may wait for something that comes later in another log. */
  private static final int MOST_HELD = EventLogReader.MAX_EVENTS;

  /** Keeps a copy of the list. */
  public ObservationLog {
    observations = List.copyOf(observations);
  }

  /**
   * One log in causal order. A process whose log is not there has a gap.
   *
   * @param logs at least one
   * @throws EventLogException if they are not of one system, there are two of one process, or they
   *     have more events than one log may have
   */
  public static EventLog merge(List<ObservationLog> logs) throws EventLogException {
    LogHeader header = logs.getFirst().header();
    Set<String> missing = new LinkedHashSet<>(header.processes().names());
    long events = 0;
    for (ObservationLog log : logs) {
      if (!log.header().equals(header)) {
        throw new EventLogException(
            "the logs of %s and %s are not of one bank"
                .formatted(logs.getFirst().process(), log.process()));
      }
      if (!missing.remove(log.process())) {
        throw new EventLogException("there are two logs of " + log.process());
      }
      events += log.observations().size();
    }
    long most = EventLogReader.most(header.processes());
    if (events > most) {
      throw new EventLogException(
          "together the logs have %,d events, and %,d are the most of %d processes"
              .formatted(events, most, header.processes().size()));
    }
    List<Event> merged = new ArrayList<>();
    Collector collector = new Collector(header.processes(), header.order(), MOST_HELD, merged::add);
    for (String process : missing) {
      collector.take(new Observation(process, 0, new Action.Gap("its log is not there")));
    }
    takeByTime(logs, collector);
    collector.finish();
    return new EventLog(header, merged);
  }

  /** By the processes' clocks, so that the collector need not hold much. */
  private static void takeByTime(List<ObservationLog> logs, Collector collector) {
    PriorityQueue<Deque<Observation>> heads =
        new PriorityQueue<>(Comparator.comparingLong(line -> line.getFirst().at()));
    for (ObservationLog log : logs) {
      if (!log.observations().isEmpty()) {
        heads.add(new ArrayDeque<>(log.observations()));
      }
    }
    long start = heads.isEmpty() ? 0 : heads.element().getFirst().at();
    for (Deque<Observation> line = heads.poll(); line != null; line = heads.poll()) {
      Observation next = line.removeFirst();
      collector.take(
          new Observation(next.process(), Math.max(0, next.at() - start), next.action()));
      if (!line.isEmpty()) {
        heads.add(line);
      }
    }
  }
}
