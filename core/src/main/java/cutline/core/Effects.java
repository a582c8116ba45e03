package cutline.core;

/**
 * What a {@link SnapshotMachine} wants done, one method per effect. The driver carries the effects
 * out in the order of the calls, all of them before the next event.
 *
 * <p><b>Persist before send:</b> no effect may leave the process (a marker, a report, an
 * acknowledgement) before everything that the machine has said up to then is durable.
 *
 * @param <M> the application's messages
 */
public interface Effects<M> {

  /** The cut is here: take the local state as it is now, before any later effect. */
  void recordState(SnapshotId id);

  /** Put the marker into the channel to {@code to}, behind all that was sent there before. */
  void sendMarker(int to, Marker marker);

  /** Append the message to the recorded state of the channel from {@code from}. */
  void recordMessage(SnapshotId id, int from, M message);

  /** Hand the message to the application; it comes after all the recording that it causes. */
  void deliver(int from, M message);

  /** The recorded state of the channel from {@code from} is final. */
  void closeChannel(SnapshotId id, int from);

  /** All channels are closed: this process's part is final, report it to the initiator. */
  void complete(SnapshotId id);

  /** This process cannot give its part, for a reason in a sentence: tell the initiator. */
  void fail(SnapshotId id, String reason);
}
