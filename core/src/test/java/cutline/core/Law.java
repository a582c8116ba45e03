package cutline.core;

import java.util.EnumSet;
import java.util.Set;

/** What holds in every run of a {@link Network}. */
enum Law {
  /** The balances and the money in flight of a complete snapshot add up to the total. */
  MONEY_IS_CONSERVED,
  /** What a process knew of another one at its cut, that one had done before its own. */
  CUT_IS_CONSISTENT,
  /** The messages sent before the sender's cut and received after the receiver's, in order. */
  CHANNEL_STATE_IS_WHAT_WAS_IN_FLIGHT,
  /** No channel is said to have broken its promise. */
  CHANNELS_KEEP_THEIR_PROMISE,
  /** A process fails, or is busy, only at a bound. */
  ONLY_BOUNDS_REFUSE,
  /** A process records, closes and reports once, before the decision and in the right order. */
  EFFECTS_ARE_IN_ORDER,
  /** An initiator numbers its snapshots through, whatever its incarnation. */
  NUMBERS_ARE_NEVER_REUSED,
  /** All is delivered: so every snapshot is decided. */
  EVERY_SNAPSHOT_IS_DECIDED,
  /** All decisions are known: so nothing of any snapshot is remembered. */
  NOTHING_REMAINS,
  /** The application itself neither loses nor invents money. */
  MESSAGES_ARRIVE_ONCE;

  /** A law is broken; the message says which, where, and what happened before. */
  static final class Broken extends AssertionError {

    private static final long serialVersionUID = 1;

    private final EnumSet<Law> laws;

    Broken(Set<Law> laws, String message) {
      super(message);
      this.laws = EnumSet.copyOf(laws);
    }

    Set<Law> laws() {
      return laws;
    }
  }
}
