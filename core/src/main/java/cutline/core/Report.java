package cutline.core;

/**
 * What a member tells the initiator of a snapshot, once: its part, or that it cannot give one.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
public sealed interface Report<S, M> permits LocalSnapshot, FailedReport {

  /** The snapshot that is reported on. */
  SnapshotId id();

  /** The member that reports. */
  String process();
}
