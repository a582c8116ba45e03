package cutline.core;

import java.util.Arrays;

/** How many events of each process one process knows of, itself included. */
final class VectorClock {

  private final int[] events;

  VectorClock(int processes) {
    this(new int[processes]);
  }

  private VectorClock(int[] events) {
    this.events = events;
  }

  void tick(int process) {
    events[process]++;
  }

  void merge(VectorClock other) {
    Arrays.setAll(events, process -> Math.max(events[process], other.events[process]));
  }

  int of(int process) {
    return events[process];
  }

  VectorClock copy() {
    return new VectorClock(events.clone());
  }
}
