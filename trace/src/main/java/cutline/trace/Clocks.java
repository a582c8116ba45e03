package cutline.trace;

import cutline.core.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes vector clocks anew from the events of a log, whatever the log says that they are. */
final class Clocks {

  private record Key(Channel channel, String message) {}

  private final Processes processes;
  private final boolean withMarkers;
  private final List<VectorClock> latest = new ArrayList<>();
  private final Map<Key, VectorClock> sent = new HashMap<>();

  /**
   * Clocks of events that come from the beginning.
   *
   * @param withMarkers whether one also knows by a marker what its sender has known; markers are
   *     not part of the computation that a snapshot is of (Chandy and Lamport 1985, section 3.2)
   */
  Clocks(Processes processes, boolean withMarkers) {
    this.processes = processes;
    this.withMarkers = withMarkers;
    for (int process = 0; process < processes.size(); process++) {
      latest.add(VectorClock.zero(processes));
    }
  }

  /** The clock of the next event. */
  VectorClock next(Event event) {
    int process = processes.number(event.process());
    VectorClock clock = latest.get(process);
    if (event.action() instanceof Action.Incoming incoming && counts(event.action())) {
      Channel channel = new Channel(incoming.from(), event.process());
      VectorClock known = sent.remove(new Key(channel, incoming.message()));
      clock = known == null ? clock : clock.merge(known);
    }
    clock = clock.next(process);
    latest.set(process, clock);
    if (event.action() instanceof Action.Outgoing outgoing && counts(event.action())) {
      sent.put(new Key(new Channel(event.process(), outgoing.to()), outgoing.message()), clock);
    }
    return clock;
  }

  private boolean counts(Action action) {
    return withMarkers || !(action instanceof Action.OfSnapshot);
  }
}
