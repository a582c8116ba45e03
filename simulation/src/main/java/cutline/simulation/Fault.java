package cutline.simulation;

import java.util.Locale;

/** What can go wrong in a world. */
public enum Fault {
  /** Frames and money take their time, and now and then very long. */
  DELAY,
  /** Frames overtake others on the wire. */
  REORDER,
  /** Frames arrive twice. */
  DUPLICATE,
  /** Frames are lost; a stream ends with them. */
  LOSS,
  /** Some processes cannot reach some others: halves, one way, a ring, or on and off. */
  PARTITION,
  /** A process dies between two steps, and comes back. */
  CRASH,
  /** A process dies before its writes are synced, behind its commit, or while it sends. */
  COMMIT_CRASH,
  /** A process dies in the middle of a write. */
  TORN_WRITE,
  /** A process takes its time for every step. */
  SLOW,
  /** The clock of a process races or stands still. */
  CLOCK,
  /** An initiator dies soon after it has begun a snapshot. */
  INITIATOR_CRASH,
  /** Many processes begin snapshots at the same time. */
  CONCURRENT,
  /** Deadlines are so short that they race with the last reports. */
  ABORT,
  /** The bank goes back to an earlier snapshot. */
  RESTORE,
  /** Some processes come later than the others. */
  LATE_JOIN;

  /** Its name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
