package cutline.core;

/** What the initiator decided about a snapshot. The decision is final. */
public enum SnapshotStatus {
  /** The parts of all members are in. */
  COMPLETE,
  /** The deadline has passed, and parts are missing. */
  INCOMPLETE,
  /** It was given up for another reason. */
  ABORTED
}
