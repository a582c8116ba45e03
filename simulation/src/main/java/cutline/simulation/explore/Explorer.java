package cutline.simulation.explore;

import cutline.core.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all states that a world can reach, breadth first: what goes wrong is found with as
 * few steps as it takes.
 */
public final class Explorer {

  private static final int TELLING = 1 << 16;

  /** Is told from time to time how far a search has come. */
  @FunctionalInterface
  public interface Progress {

    /**
     * So many states are known.
     *
     * @param explored how many of them have been left in every way
     */
    void reached(long states, long explored, int depth);
  }

  private final SmallWorld world;
  private final int limit;
  private final Progress progress;
  private final Topology topology;
  private final Channels channels;
  private final Processes processes;
  private final StateTable states;
  private final int[] state;
  private final int[] next;

  private long namedStates;
  private long transitions;
  private long completed;
  private long withMoneyInFlight;
  private int depth;
  private boolean isLimited;

  /** The step that is under way, for whoever has to tell of it. */
  private int acting;

  private int happening;

  private Explorer(SmallWorld world, int limit, boolean renames, Progress progress) {
    this.world = world;
    this.limit = limit;
    this.progress = progress;
    this.topology = world.topology();
    this.channels = new Channels(world);
    this.processes = new Processes(world, topology, channels);
    this.states = new StateTable(world, renames, topology, processes, channels);
    this.state = new int[states.length()];
    this.next = new int[states.length()];
  }

  /**
   * Explores a world until all its states are known, or something is wrong.
   *
   * @param limit how many states are kept at most, from 1; a state takes about 90 bytes of memory,
   *     with all that belongs to it
   */
  public static Exploration explore(SmallWorld world, int limit, Progress progress) {
    return new Explorer(world, limit, true, progress).run();
  }

  /** The same without taking states for one that differ in names: more work, same result. */
  static Exploration exploreAllNames(SmallWorld world, int limit) {
    return new Explorer(world, limit, false, (_, _, _) -> {}).run();
  }

  /** Is given what a state may become; says whether that is enough. */
  @FunctionalInterface
  private interface Successors {
    boolean take();
  }

  private Exploration run() {
    int[] first = first();
    states.number(first);
    namedStates = states.named();
    int levelEnd = 1;
    for (int number = 0; number < states.size(); number++) {
      if (number == levelEnd) {
        levelEnd = states.size();
        depth++;
      }
      if (number % TELLING == 0) {
        progress.reached(states.size(), number, depth);
      }
      int from = number;
      states.load(number, state);
      String broken = unfinished();
      if (broken != null) {
        return result(counterexample(number, false, broken));
      }
      broken = successors(() -> reach(from));
      if (broken != null) {
        return result(counterexample(number, true, broken));
      }
    }
    return result(null);
  }

  private int[] first() {
    int[] first = new int[states.length()];
    for (int process = 0; process < world.processes(); process++) {
      first[process] =
          processes.number(ProcessState.committed(Local.first(process, world.processes())));
    }
    Arrays.fill(first, world.processes(), first.length, Channels.EMPTY);
    return first;
  }

  /** Counts {@link #next} and keeps it if it is new. */
  private boolean reach(int from) {
    transitions++;
    if (states.size() >= limit && !states.isKnown(next)) {
      isLimited = true;
      return false;
    }
    int before = states.size();
    int number = states.number(next);
    if (number == before) {
      states.reachedFrom(from);
      namedStates += states.named();
    }
    return false;
  }

  private Exploration result(Exploration.@Nullable Counterexample counterexample) {
    return new Exploration(
        states.size(),
        namedStates,
        transitions,
        processes.steps(),
        depth,
        completed,
        withMoneyInFlight,
        !isLimited && counterexample == null,
        counterexample);
  }

  // ---------------------------------------------------------- what can happen

  /**
   * Makes every step that {@link #state} allows, into {@link #next}.
   *
   * @return what is wrong in one of them, which is then the last, or null
   */
  private @Nullable String successors(Successors each) {
    int sent = 0;
    int initiated = 0;
    int crashes = 0;
    int givenUp = 0;
    for (int process = 0; process < world.processes(); process++) {
      Processes.Known known = processes.known(state[process]);
      sent += known.sent();
      initiated += known.initiated();
      crashes += known.crashes();
      givenUp += known.givenUp();
    }
    List<int[]> steps = new ArrayList<>();
    for (int process = 0; process < world.processes(); process++) {
      Processes.Known known = processes.known(state[process]);
      for (int to = 0; to < world.processes() && sent < world.transfers(); to++) {
        if (to != process) {
          steps.add(new int[] {process, to, -1, -1});
        }
      }
      if (initiated < world.snapshots()) {
        steps.add(new int[] {process, Processes.INITIATE, -1, -1});
      }
      for (int own = 0; own < known.gatherings() && givenUp < world.deadlines(); own++) {
        steps.add(new int[] {process, Processes.GIVE_UP + own, -1, -1});
      }
      if (!known.isCommitted()) {
        steps.add(new int[] {process, Processes.COMMIT, -1, -1});
      }
      if (crashes < world.crashes()) {
        steps.add(new int[] {process, Processes.CRASH, -1, -1});
      }
      addArrivals(process, steps);
    }
    for (int[] step : steps) {
      String broken = make(step[0], step[1], step[2], step[3]);
      if (broken != null || each.take()) {
        return broken;
      }
    }
    return null;
  }

  private void addArrivals(int process, List<int[]> steps) {
    for (int from = 0; from < world.processes(); from++) {
      if (from != process) {
        int at = states.channel(from, process);
        int[] entries = channels.entries(state[at]);
        for (int index = 0; index < channels.deliverable(state[at]); index++) {
          if (index == 0 || entries[index] != entries[index - 1]) {
            steps.add(new int[] {process, processes.arrival(from, entries[index]), at, index});
          }
        }
      }
    }
  }

  private @Nullable String make(int process, int what, int channel, int index) {
    acting = process;
    happening = what;
    Processes.Outcome outcome = processes.step(state[process], what);
    if (outcome.broken() != null) {
      return outcome.broken();
    }
    System.arraycopy(state, 0, next, 0, state.length);
    next[process] = outcome.after();
    if (channel >= 0) {
      next[channel] = channels.take(next[channel], index);
    }
    for (int i = 0; i < outcome.to().length; i++) {
      int to = states.channel(process, outcome.to()[i]);
      next[to] = channels.append(next[to], outcome.entries()[i]);
    }
    for (Sending back : outcome.back()) {
      int to = states.channel(back.from(), back.to());
      next[to] = channels.putBack(next[to], channels.entryNumber(back.entry()));
    }
    if (outcome.isSnapshotComplete()) {
      completed++;
      withMoneyInFlight += outcome.isMoneyInFlight() ? 1 : 0;
    }
    return notConserved();
  }

  // ------------------------------------------------------------ what must hold

  private @Nullable String notConserved() {
    long money = 0;
    for (int process = 0; process < world.processes(); process++) {
      money += processes.known(next[process]).money();
    }
    for (int channel = world.processes(); channel < next.length; channel++) {
      money += channels.money(next[channel]);
    }
    return money == world.total()
        ? null
        : "there are $%d in the world, and were $%d: %s"
            .formatted(money, world.total(), ledger().verdict());
  }

  private Ledger ledger() {
    List<Local> locals = new ArrayList<>();
    List<Money> inChannels = new ArrayList<>();
    for (int process = 0; process < world.processes(); process++) {
      ProcessState known = processes.get(next[process]);
      locals.add(known.now());
      known.held().forEach(sending -> addMoney(sending.entry(), inChannels));
    }
    for (int channel = world.processes(); channel < next.length; channel++) {
      for (int entry : channels.entries(next[channel])) {
        addMoney(channels.entry(entry), inChannels);
      }
    }
    return new Ledger(topology, locals, inChannels);
  }

  private static void addMoney(Entry entry, List<Money> all) {
    if (entry instanceof Entry.OfMoney(Money money, var _)) {
      all.add(money);
    }
  }

  /** What is missing when nothing is on its way: it would be missing for ever. */
  private @Nullable String unfinished() {
    for (int channel = world.processes(); channel < state.length; channel++) {
      if (state[channel] != Channels.EMPTY) {
        return null;
      }
    }
    String unfinished = null;
    for (int process = 0; process < world.processes(); process++) {
      Processes.Known known = processes.known(state[process]);
      if (!known.isCommitted()) {
        return null;
      }
      unfinished = unfinished == null ? known.unfinished() : unfinished;
    }
    return unfinished;
  }

  // ------------------------------------------------------------------- telling

  /** Goes the way to a state again, with the names as they are from the beginning. */
  private Exploration.Counterexample counterexample(
      int number, boolean isInStep, String otherNames) {
    int[] way = states.wayTo(number);
    List<List<String>> steps = new ArrayList<>();
    System.arraycopy(first(), 0, state, 0, state.length);
    for (int reached : way) {
      if (successors(() -> states.isKnown(next) && states.number(next) == reached) != null) {
        throw new AssertionError("a step that was right is wrong now");
      }
      steps.add(processes.tell(state[acting], happening));
      System.arraycopy(next, 0, state, 0, state.length);
    }
    if (!isInStep) {
      String sentence = unfinished();
      return new Exploration.Counterexample(steps, sentence == null ? otherNames : sentence);
    }
    String sentence = successors(() -> false);
    steps.add(processes.tell(state[acting], happening));
    return new Exploration.Counterexample(steps, sentence == null ? otherNames : sentence);
  }
}
