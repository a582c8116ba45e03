package cutline.simulation.explore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search has found.
 *
 * @param states how many states were reached; of those that differ only in the names of processes,
 *     one
 * @param namedStates how many they are with all names
 * @param transitions how many steps were taken from one state to another, or to the same
 * @param machineSteps how many different steps of one process they consist of; each was made by the
 *     production classes
 * @param depth how many steps the states are away from the beginning at most
 * @param snapshotsCompleted how many transitions completed a snapshot, which was checked
 * @param withMoneyInFlight how many of them had something in a channel
 * @param isExhausted whether all states were reached, and not just as many as the limit
 * @param counterexample what is wrong, or null
 */
public record Exploration(
    long states,
    long namedStates,
    long transitions,
    long machineSteps,
    int depth,
    long snapshotsCompleted,
    long withMoneyInFlight,
    boolean isExhausted,
    @Nullable Counterexample counterexample) {

  /**
   * Something wrong, with as few steps as possible before it.
   *
   * @param steps each step and what it did, in words
   * @param sentence what is wrong
   */
  public record Counterexample(List<List<String>> steps, String sentence) {

    /** Keeps a copy of the list. */
    public Counterexample {
      steps = List.copyOf(steps);
    }
  }

  /** Whether this is a proof for this world. */
  public boolean isProof() {
    return isExhausted && counterexample == null;
  }
}
