package cutline.core;

import java.util.Arrays;

/**
 * One undecided snapshot as one process sees it after its own cut: per incoming channel, how many
 * messages from before the sender's cut the marker has announced, and how many have arrived. The
 * channel is closed when the two are the same.
 */
final class Recording {

  /** No marker yet. */
  static final long UNANNOUNCED = -1;

  private final SnapshotId id;
  private final long[] announced;
  private final long[] arrived;
  private int open;
  private long recorded;
  private boolean failed;

  /**
   * @param arrived per process, the application messages that have arrived from it before the cut
   */
  Recording(SnapshotId id, int[] incoming, long[] arrived) {
    this.id = id;
    this.arrived = arrived.clone();
    this.announced = new long[arrived.length];
    Arrays.fill(announced, UNANNOUNCED);
    this.open = incoming.length;
  }

  Recording(RecordingState state, int[] incoming) {
    this(state.id(), incoming, state.arrived());
    System.arraycopy(state.announced(), 0, announced, 0, announced.length);
    this.recorded = state.recorded();
    this.failed = state.failed();
    for (int from : incoming) {
      if (isClosed(from)) {
        open--;
      }
    }
  }

  RecordingState state() {
    return new RecordingState(id, announced.clone(), arrived.clone(), recorded, failed);
  }

  SnapshotId id() {
    return id;
  }

  /** How many incoming channels are not closed yet. */
  int open() {
    return open;
  }

  boolean isFinal() {
    return failed || open == 0;
  }

  boolean isFailed() {
    return failed;
  }

  boolean isAnnounced(int from) {
    return announced[from] != UNANNOUNCED;
  }

  boolean isClosed(int from) {
    return isAnnounced(from) && arrived[from] >= announced[from];
  }

  long arrived(int from) {
    return arrived[from];
  }

  long recorded() {
    return recorded;
  }

  void announce(int from, long messagesBefore) {
    announced[from] = messagesBefore;
    closeIfAllArrived(from);
  }

  /** Counts a message from before the sender's cut that has arrived after our own. */
  void record(int from) {
    arrived[from]++;
    recorded++;
    closeIfAllArrived(from);
  }

  private void closeIfAllArrived(int from) {
    if (isClosed(from)) {
      open--;
    }
  }

  void fail() {
    failed = true;
  }
}
