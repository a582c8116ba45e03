package cutline.core;

/** The answer to the wish to start a snapshot. */
public sealed interface Initiation {

  /** The snapshot has begun. */
  record Started(SnapshotId id) implements Initiation {}

  /** No snapshot has begun, and no marker has left; {@code reason} says why in a sentence. */
  record Busy(String reason) implements Initiation {}
}
