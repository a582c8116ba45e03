package cutline.trace;

import org.jspecify.annotations.Nullable;

/**
 * Something that must not be.
 *
 * @param law what it breaks
 * @param sentence what has happened, naming who and what
 * @param message the guilty one, or null if there is none
 */
public record Violation(Law law, String sentence, @Nullable Message message) {

  /** What holds of every snapshot, and of every log. */
  public enum Law {
    /** What a process knew of another one at its cut, that one had done before its own. */
    CUT_IS_CONSISTENT,
    /** The channel states are the messages that cross the cut, all of them and no other. */
    CHANNEL_STATE_IS_WHAT_CROSSES,
    /** Balances and money in flight are all the money there is. */
    MONEY_IS_CONSERVED,
    /** A process records its state once. */
    STATE_IS_RECORDED_ONCE,
    /** A message is received once. */
    MESSAGES_ARRIVE_ONCE,
    /** The clocks are what the events make them. */
    CLOCKS_ARE_RIGHT
  }
}
