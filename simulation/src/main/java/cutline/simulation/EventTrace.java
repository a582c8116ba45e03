package cutline.simulation;

import cutline.core.Topology;
import cutline.trace.Action;
import cutline.trace.Collector;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.EventLogReader;
import cutline.trace.LogHeader;
import cutline.trace.Numbering;
import cutline.trace.Observation;
import cutline.trace.Processes;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an event log of what happens in a world, as a running bank does: of what is durable, since
 * a crash undoes the rest. What a process was told by nobody, since it died right behind a commit,
 * is a gap there.
 */
public final class EventTrace implements Observer {

  private final LogHeader header;
  private final Topology topology;
  private final List<ObservedActions<Moment, Message>> actions = new ArrayList<>();
  private final List<Numbering> numberings = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Collector collector;

  /** Of a world in which nothing has happened yet. */
  public EventTrace(Plan plan) {
    this.topology = plan.topology();
    Processes processes = new Processes(topology.names());
    long total = plan.openingBalances().stream().mapToLong(Long::longValue).sum();
    this.header = new LogHeader(null, processes, plan.seed(), total, topology.order());
    this.collector =
        new Collector(processes, header.order(), EventLogReader.MAX_EVENTS, events::add);
    for (long opening : plan.openingBalances()) {
      actions.add(
          new ObservedActions<>(opening, Moment::balance, message -> message.transfer().amount()));
      numberings.add(new Numbering());
    }
  }

  @Override
  public boolean watchesCommits() {
    return true;
  }

  @Override
  public void happened(long at, Happening what) {
    switch (what) {
      case Happening.Durable durable -> {
        int process = durable.process();
        Action.Gap gap = numberings.get(process).take(durable.number());
        if (gap != null) {
          take(process, at, gap);
        }
        take(process, at, actions.get(process).action(durable.number(), durable.what()));
      }
      case Happening.Killed killed -> take(killed.process(), at, new Action.Kill());
      case Happening.Connected connected ->
          take(
              connected.process(),
              at,
              connected.isThere()
                  ? new Action.Connect(connected.peer())
                  : new Action.Disconnect(connected.peer()));
      default -> {}
    }
  }

  private void take(int process, long at, Action action) {
    collector.take(new Observation(topology.name(process), at / 1_000, action));
  }

  /** The log of all that has happened; for when the world has ended. */
  public EventLog log() {
    collector.finish();
    return new EventLog(header, events);
  }
}
