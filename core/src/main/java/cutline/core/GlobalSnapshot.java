package cutline.core;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A decided snapshot: the states of the processes and of the channels between them. Only a {@link
 * SnapshotStatus#COMPLETE} one is a global state; any other one holds the parts that are known and
 * says what went wrong.
 *
 * @param id the snapshot, or null if its initiator never told it
 * @param initiator the process that decided
 * @param status what was decided
 * @param reason why it is not complete, in a sentence; null exactly if it is complete
 * @param states per process, its local state
 * @param channels per channel with something in flight, the messages in order; an empty channel is
 *     left out
 * @param markers how many markers closed channels in the known parts
 */
public record GlobalSnapshot<S, M>(
    @Nullable SnapshotId id,
    String initiator,
    SnapshotStatus status,
    @Nullable String reason,
    SortedMap<String, S> states,
    SortedMap<Channel, List<M>> channels,
    int markers) {

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if a reason is missing or out of place
   */
  public GlobalSnapshot {
    if ((status == SnapshotStatus.COMPLETE) != (reason == null)) {
      throw new IllegalArgumentException("status " + status + " with reason " + reason);
    }
  }

  /** Whether all parts are in, so that this is a global state. */
  public boolean isComplete() {
    return status == SnapshotStatus.COMPLETE;
  }
}
