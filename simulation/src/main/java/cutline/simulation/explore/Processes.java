package cutline.simulation.explore;

import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.simulation.bug.Bug;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the processes can be, by number, and what becomes of each when something happens to it. A
 * step depends on nothing but the process and the event, so that each is made once.
 */
final class Processes {

  /** What can happen, as a number; an {@link Event.Send} is the number of the receiver. */
  static final int INITIATE = 10;

  static final int COMMIT = 11;
  static final int CRASH = 12;

  /** The deadline of the first of its own undecided snapshots, then those of the others. */
  static final int GIVE_UP = 20;

  /** The first of all arrivals. */
  private static final int ARRIVAL = 100;

  /**
   * What is asked of a process all the time.
   *
   * @param sent how many transfers it has sent
   * @param money what is in the process
   * @param nameless what does not depend on names, as a number
   * @param unfinished what is missing if nothing more arrives, in a sentence, or null
   */
  record Known(
      int sent,
      int initiated,
      int crashes,
      int givenUp,
      int gatherings,
      boolean isCommitted,
      long money,
      int nameless,
      @Nullable String unfinished) {}

  /**
   * What has happened in a step.
   *
   * @param after the number of the process that it has become
   * @param to the receivers of what it has sent
   * @param entries the numbers of what it has sent
   * @param back what goes back to its channels, the youngest first
   * @param broken what is wrong, in a sentence, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read very often, compared by nobody
  record Outcome(
      int after,
      int[] to,
      int[] entries,
      List<Sending> back,
      boolean isSnapshotComplete,
      boolean isMoneyInFlight,
      @Nullable String broken) {}

  private final SmallWorld world;
  private final Topology topology;
  private final Channels channels;
  private final Numbered<ProcessState> states = new Numbered<>();
  private final List<Known> known = new ArrayList<>();
  private final PairTable arrivals = new PairTable();
  private final PairTable steps = new PairTable();
  private final List<Outcome> outcomes = new ArrayList<>();

  Processes(SmallWorld world, Topology topology, Channels channels) {
    this.world = world;
    this.topology = topology;
    this.channels = channels;
  }

  int number(ProcessState state) {
    int number = states.number(state);
    if (number == known.size()) {
      Local now = state.now();
      known.add(
          new Known(
              now.sentInAll(),
              now.initiated(),
              now.crashes(),
              now.givenUp(),
              now.gatherings().size(),
              state.isCommitted(),
              state.money(),
              31 * now.nameless() + state.durable().nameless(),
              unfinished(now)));
    }
    return number;
  }

  private @Nullable String unfinished(Local local) {
    if (!local.gatherings().isEmpty()) {
      SnapshotId id = local.gatherings().getFirst().id();
      return "snapshot %s is never decided, though nothing is in flight any more".formatted(id);
    }
    if (!local.parts().isEmpty()) {
      return "%s records snapshot %s for ever, though nothing is in flight any more"
          .formatted(topology.name(local.self()), local.parts().getFirst().id());
    }
    return null;
  }

  int renamed(int process, Renaming renaming) {
    return number(renaming.apply(states.get(process)));
  }

  ProcessState get(int process) {
    return states.get(process);
  }

  Known known(int process) {
    return known.get(process);
  }

  int size() {
    return states.size();
  }

  /** How often production's classes were asked. */
  int steps() {
    return outcomes.size();
  }

  int arrival(int from, int entry) {
    return ARRIVAL + arrivals.number(from, entry);
  }

  Outcome step(int process, int happening) {
    int step = steps.number(process, happening);
    if (step == outcomes.size()) {
      outcomes.add(outcome(process, happening));
    }
    return outcomes.get(step);
  }

  private Outcome outcome(int process, int happening) {
    ProcessState before = states.get(process);
    Event event = event(before.now(), happening);
    return switch (event) {
      case Event.Commit() ->
          outcome(ProcessState.committed(before.now()), before.held(), List.of());
      case Event.Crash() ->
          outcome(
              ProcessState.committed(
                  before
                      .durable()
                      .restarted(world.has(Bug.RECORDING_NOT_DURABLE), world.has(Bug.ID_REUSED))),
              List.of(),
              before.taken().reversed());
      case Event.Send _, Event.Initiate _, Event.Arrival _, Event.GiveUp _ ->
          stepped(process, before, event);
    };
  }

  private Outcome stepped(int process, ProcessState before, Event event) {
    ProcessRun.Step step;
    try {
      step = ProcessRun.of(world, topology, before.now(), event);
    } catch (Broken broken) {
      return new Outcome(
          process, new int[0], new int[0], List.of(), false, false, broken.sentence());
    }
    boolean isComplete = step.completed() != null;
    boolean inFlight = step.completed() != null && !step.completed().channels().isEmpty();
    if (world.crashes() == 0) {
      return outcome(
          ProcessState.committed(step.after()), step.sendings(), List.of(), isComplete, inFlight);
    }
    List<Sending> taken =
        event instanceof Event.Arrival(int from, Entry entry)
            ? List.of(new Sending(from, before.now().self(), entry))
            : List.of();
    return world.has(Bug.EMIT_BEFORE_COMMIT)
        ? outcome(
            before.with(taken, step.after(), List.of()),
            step.sendings(),
            List.of(),
            isComplete,
            inFlight)
        : outcome(
            before.with(taken, step.after(), step.sendings()),
            List.of(),
            List.of(),
            isComplete,
            inFlight);
  }

  private Outcome outcome(ProcessState after, List<Sending> sendings, List<Sending> back) {
    return outcome(after, sendings, back, false, false);
  }

  private Outcome outcome(
      ProcessState after,
      List<Sending> sendings,
      List<Sending> back,
      boolean isComplete,
      boolean inFlight) {
    return new Outcome(
        number(after),
        sendings.stream().mapToInt(Sending::to).toArray(),
        sendings.stream().mapToInt(sending -> channels.entryNumber(sending.entry())).toArray(),
        back,
        isComplete,
        inFlight,
        null);
  }

  private Event event(Local local, int happening) {
    if (happening >= ARRIVAL) {
      int arrival = happening - ARRIVAL;
      return new Event.Arrival(arrivals.first(arrival), channels.entry(arrivals.second(arrival)));
    }
    if (happening >= GIVE_UP) {
      return new Event.GiveUp(local.gatherings().get(happening - GIVE_UP).id());
    }
    return switch (happening) {
      case INITIATE -> new Event.Initiate();
      case COMMIT -> new Event.Commit();
      case CRASH -> new Event.Crash();
      default -> new Event.Send(happening);
    };
  }

  /** What happens in a step, in words. */
  List<String> tell(int process, int happening) {
    ProcessState before = states.get(process);
    Event event = event(before.now(), happening);
    String name = topology.name(before.now().self());
    List<String> lines = new ArrayList<>();
    lines.add(
        switch (event) {
          case Event.Send(int to) ->
              "%s sends $%d to %s"
                  .formatted(
                      name,
                      new Money(before.now().self(), to, before.now().sent().get(to) + 1).amount(),
                      topology.name(to));
          case Event.Initiate() -> name + " begins a snapshot";
          case Event.Arrival(int from, Entry entry) ->
              "%s receives %s from %s".formatted(name, words(entry), topology.name(from));
          case Event.GiveUp(SnapshotId id) ->
              "the deadline of %s has passed at %s".formatted(id, name);
          case Event.Commit() -> name + " commits, and what it sent leaves";
          case Event.Crash() -> name + " crashes, and starts again from its last commit";
        });
    if (!(event instanceof Event.Commit || event instanceof Event.Crash)) {
      try {
        lines.addAll(ProcessRun.of(world, topology, before.now(), event).story());
      } catch (Broken _) {
        // The sentence ends the whole story.
      }
    }
    return lines;
  }

  private static String words(Entry entry) {
    return switch (entry) {
      case Entry.OfMoney(Money money, var _) -> "$" + money.amount();
      case Entry.OfMarker marker -> "the marker of " + marker.marker().id();
      case Entry.OfReport report -> "the part of " + report.report().id();
      case Entry.OfDecision decision -> "the decision on " + decision.id();
    };
  }
}
