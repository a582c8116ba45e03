package cutline.simulation.explore;

import cutline.core.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The states that are known, by number, in the order in which they were reached. A state is an
 * array: the number of each process, then of each channel's content, by receiver.
 */
final class StateTable {

  private static final int UNKNOWN = -1;

  private final int processCount;
  private final int[] channelAt;
  private final Processes processes;
  private final Channels channels;

  /** Per renaming: itself, where it moves what, and what becomes of processes and channels. */
  private final List<Renaming> renamings = new ArrayList<>();

  private final List<int[]> movedTo = new ArrayList<>();
  private final List<IntList> renamedProcesses = new ArrayList<>();
  private final List<IntList> renamedChannels = new ArrayList<>();

  private final PairTable branches = new PairTable();
  private final PairTable roots = new PairTable();
  private final IntList reachedFrom = new IntList();
  private final int[] candidate;
  private final int[] least;
  private final int[] ordered;
  private int named;

  StateTable(
      SmallWorld world,
      boolean renames,
      Topology topology,
      Processes processes,
      Channels channels) {
    this.processCount = world.processes();
    this.processes = processes;
    this.channels = channels;
    this.channelAt = new int[processCount * processCount];
    int at = processCount;
    for (int to = 0; to < processCount; to++) {
      for (int from = 0; from < processCount; from++) {
        if (from != to) {
          channelAt[from * processCount + to] = at++;
        }
      }
    }
    this.candidate = new int[at];
    this.least = new int[at];
    this.ordered = new int[processCount];
    for (int[] renamed : world.permutations()) {
      if (renames || renamings.isEmpty()) {
        add(new Renaming(topology, renamed));
      }
    }
    reachedFrom.add(UNKNOWN);
  }

  private void add(Renaming renaming) {
    renamings.add(renaming);
    renamedProcesses.add(new IntList());
    renamedChannels.add(new IntList());
    int[] moved = new int[length()];
    for (int from = 0; from < processCount; from++) {
      moved[from] = renaming.process(from);
      for (int to = 0; to < processCount; to++) {
        if (from != to) {
          moved[channel(from, to)] = channel(renaming.process(from), renaming.process(to));
        }
      }
    }
    movedTo.add(moved);
  }

  /** How long the array of a state is. */
  int length() {
    return candidate.length;
  }

  /** Where a channel is in the array of a state. */
  int channel(int from, int to) {
    return channelAt[from * processCount + to];
  }

  int size() {
    return roots.size();
  }

  /** The number of a state, a new one if neither it nor one with other names is known. */
  int number(int[] state) {
    makeLeast(state);
    return roots.number(allButLast(), receiver(processCount - 1));
  }

  boolean isKnown(int[] state) {
    makeLeast(state);
    return roots.has(allButLast(), receiver(processCount - 1));
  }

  /** How many states the last one stands for that was asked for. */
  int named() {
    return named;
  }

  /** Notes how the newest state was reached. */
  void reachedFrom(int number) {
    reachedFrom.add(number);
  }

  /** The states on the way to one, without the first. */
  int[] wayTo(int number) {
    int[] way = new int[16];
    int length = 0;
    for (int at = number; at > 0; at = reachedFrom.get(at)) {
      way = length == way.length ? Arrays.copyOf(way, length * 2) : way;
      way[length++] = at;
    }
    int[] forth = new int[length];
    for (int i = 0; i < length; i++) {
      forth[i] = way[length - 1 - i];
    }
    return forth;
  }

  /** Fills the array with a known state. */
  void load(int number, int[] state) {
    unfold(roots.second(number), processCount - 1, state);
    int rest = roots.first(number);
    for (int process = processCount - 2; process > 0; process--) {
      unfold(branches.second(rest), process, state);
      rest = branches.first(rest);
    }
    unfold(rest, 0, state);
  }

  private void unfold(int receiver, int process, int[] state) {
    int rest = receiver;
    for (int from = processCount - 1; from >= 0; from--) {
      if (from != process) {
        state[channel(from, process)] = branches.second(rest);
        rest = branches.first(rest);
      }
    }
    state[process] = rest;
  }

  private int allButLast() {
    int tree = receiver(0);
    for (int process = 1; process < processCount - 1; process++) {
      tree = branches.number(tree, receiver(process));
    }
    return tree;
  }

  /** A process, with the channels to it. */
  private int receiver(int process) {
    int tree = least[process];
    for (int from = 0; from < processCount; from++) {
      if (from != process) {
        tree = branches.number(tree, least[channel(from, process)]);
      }
    }
    return tree;
  }

  /**
   * Of the states that differ in names alone, the one with the least numbers among those in which
   * the processes are in the order of what does not depend on names.
   */
  private void makeLeast(int[] state) {
    int same = 0;
    for (int index = 0; index < renamings.size(); index++) {
      if (!isOrdered(movedTo.get(index), state)) {
        continue;
      }
      rename(index, state);
      int order = same == 0 ? -1 : Arrays.compare(candidate, least);
      if (order < 0) {
        System.arraycopy(candidate, 0, least, 0, least.length);
        same = 1;
      } else if (order == 0) {
        same++;
      }
    }
    named = renamings.size() / same;
  }

  private boolean isOrdered(int[] moved, int[] state) {
    if (renamings.size() == 1) {
      return true;
    }
    for (int process = 0; process < processCount; process++) {
      ordered[moved[process]] = processes.known(state[process]).nameless();
    }
    for (int process = 1; process < processCount; process++) {
      if (ordered[process - 1] > ordered[process]) {
        return false;
      }
    }
    return true;
  }

  private void rename(int index, int[] state) {
    if (index == 0) {
      System.arraycopy(state, 0, candidate, 0, state.length);
      return;
    }
    int[] moved = movedTo.get(index);
    for (int at = 0; at < state.length; at++) {
      candidate[moved[at]] =
          at < processCount ? process(index, state[at]) : content(index, state[at]);
    }
  }

  private int process(int renaming, int number) {
    IntList known = renamedProcesses.get(renaming);
    int renamed = known.getOr(number, 0) - 1;
    if (renamed == UNKNOWN) {
      renamed = processes.renamed(number, renamings.get(renaming));
      known.set(number, renamed + 1);
    }
    return renamed;
  }

  private int content(int renaming, int number) {
    IntList known = renamedChannels.get(renaming);
    int renamed = known.getOr(number, 0) - 1;
    if (renamed == UNKNOWN) {
      renamed = channels.renamed(number, renamings.get(renaming));
      known.set(number, renamed + 1);
    }
    return renamed;
  }
}
