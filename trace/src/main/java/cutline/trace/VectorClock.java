package cutline.trace;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/**
 * How many events of each process one event knows of, its own included (Mattern 1989). Immutable.
 * One event happened before another one exactly if the other's clock knows its own.
 */
public final class VectorClock {

  private final Processes processes;
  private final int[] counts;

  private VectorClock(Processes processes, int[] counts) {
    this.processes = processes;
    this.counts = counts;
  }

  /** The clock of a process that has seen nothing yet. */
  public static VectorClock zero(Processes processes) {
    return new VectorClock(processes, new int[processes.size()]);
  }

  /**
   * A clock with these counts.
   *
   * @param counts one of each process, in their order
   */
  static VectorClock of(Processes processes, int[] counts) {
    return new VectorClock(processes, counts.clone());
  }

  /** This clock after one more event of a process. */
  public VectorClock next(int process) {
    int[] next = counts.clone();
    next[process] = Math.addExact(next[process], 1);
    return new VectorClock(processes, next);
  }

  /** What this one and the other one know together. */
  public VectorClock merge(VectorClock other) {
    int[] merged = counts.clone();
    Arrays.setAll(merged, process -> Math.max(merged[process], other.counts[process]));
    return new VectorClock(processes, merged);
  }

  /** How many events of the process of that number it knows of. */
  public int of(int process) {
    return counts[process];
  }

  /** Whether it knows of every event that the other one knows of. */
  public boolean includes(VectorClock other) {
    for (int process = 0; process < counts.length; process++) {
      if (counts[process] < other.counts[process]) {
        return false;
      }
    }
    return true;
  }

  /** Tells each process that it knows of, with the count of its events, in the processes' order. */
  public void forEach(ObjIntConsumer<String> action) {
    for (int process = 0; process < counts.length; process++) {
      if (counts[process] > 0) {
        action.accept(processes.names().get(process), counts[process]);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorClock clock
        && processes.equals(clock.processes)
        && Arrays.equals(counts, clock.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** As in {@code {A 3, B 1}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    forEach((process, count) ->
        text.append(text.length() == 1 ? "" : ", ").append(process).append(' ').append(count));
    return text.append('}').toString();
  }
}
