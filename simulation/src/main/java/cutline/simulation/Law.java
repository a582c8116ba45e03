package cutline.simulation;

import java.util.Locale;

/** What holds in every world, at every moment. */
public enum Law {
  /** Balances change by transfers alone, and nothing is gone or made when all is at rest. */
  MONEY_CONSERVED,
  /** The parts of a complete snapshot add up to the total of the bank. */
  SNAPSHOT_EXACT,
  /** What a process knew of another one at its cut, that one had done before its own. */
  CUT_CONSISTENT,
  /** The state of a channel is what was sent before one cut and received after the other. */
  CHANNEL_STATE_EXACT,
  /** A marker counts just the messages that were sent on its channel before the cut. */
  MARKER_COUNT_EXACT,
  /** Each transfer is applied once, known by its era, channel and number. */
  APPLIED_ONCE,
  /** A FIFO channel delivers in the order of sending, and every channel all that was sent. */
  CHANNEL_COMPLETE,
  /** Nobody has heard from a process what it does not know any more after a crash. */
  DURABLE_BEFORE_SENT,
  /** All processes go back to the same snapshot, or none does. */
  RESTORE_EXACT,
  /** An initiator that lives decides a snapshot within a second of its deadline, and once. */
  SNAPSHOT_ENDS,
  /** A snapshot is complete if for six seconds before its deadline nothing has gone wrong. */
  SNAPSHOT_COMPLETES,
  /** An id belongs to one snapshot for ever. */
  ID_UNIQUE,
  /** No process gives up, stops or blames another one where nobody has broken the rules. */
  NO_FALSE_ALARM,
  /** When all is decided, no process goes on recording. */
  NO_RECORDING_LEFT,
  /** What a process keeps does not grow with what has been dealt with. */
  MEMORY_BOUNDED,
  /** When nothing goes wrong any more, the world comes to rest. */
  COMES_TO_REST,
  /** No process dies of anything but the faults. */
  NO_BUG;

  /** Its name on the command line and in JSON. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
