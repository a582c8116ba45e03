package cutline.runtime;

import cutline.core.SnapshotId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Observer} is told that a process has done. The id of a message or marker is the
 * same at both ends of its channel, no other one there has it, and one that is sent again is no new
 * one: it is the era, and the number in the channel's log, as in {@code 0.17}.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
public sealed interface Observed<S, M> {

  /**
   * The process goes on, in a new life or behind a restore. Its first beginning is not told.
   *
   * @param state with what; behind a restore, with the messages that were in flight then
   * @param restored the snapshot that it has gone back to since it was observed last, or null
   */
  record Resumed<S, M>(S state, @Nullable SnapshotId restored) implements Observed<S, M> {}

  /** It has sent a message. */
  record Sent<S, M>(String to, String id, M message) implements Observed<S, M> {}

  /**
   * It has received a message.
   *
   * @param inFlight the snapshots in which it has recorded the message
   */
  record Received<S, M>(String from, String id, M message, List<SnapshotId> inFlight)
      implements Observed<S, M> {}

  /** It has recorded its local state; the marker that is the reason is told afterwards. */
  record StateRecorded<S, M>(SnapshotId snapshot, S state) implements Observed<S, M> {}

  /** It has sent a marker. */
  record MarkerSent<S, M>(String to, String id, SnapshotId snapshot) implements Observed<S, M> {}

  /** It has received a marker. */
  record MarkerReceived<S, M>(String from, String id, SnapshotId snapshot)
      implements Observed<S, M> {}

  /** The state of a channel to it is final. */
  record ChannelClosed<S, M>(String from, SnapshotId snapshot) implements Observed<S, M> {}

  /** Its part of a snapshot is final. */
  record PartComplete<S, M>(SnapshotId snapshot) implements Observed<S, M> {}

  /** It cannot give its part of a snapshot, or has learnt that the snapshot is no result. */
  record GivenUp<S, M>(SnapshotId snapshot, String reason) implements Observed<S, M> {}
}
