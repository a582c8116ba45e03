package cutline.runtime;

import java.util.Optional;

/**
 * What runs in a process: it has a local state, and it changes only when {@link Node} calls it, one
 * call at a time. It sends by the {@link Sender} that it is given, and by no other way.
 *
 * @param <S> the local state, an immutable value
 * @param <M> the messages
 */
public interface Application<S, M> {

  /**
   * Why this message cannot be true, in a few words; empty if it can. Its sender is then at fault:
   * the message is not taken, and the connection ends.
   */
  default Optional<String> objection(String from, M message) {
    return Optional.empty();
  }

  /** A message has arrived. What it does here is committed together with the message's receipt. */
  void deliver(String from, M message, Sender<M> sender);

  /**
   * Time has passed; a chance to act unasked. It must not change the local state unless it sends:
   * only a message makes a step here durable.
   *
   * @param now monotonic time in nanoseconds, of the driver's {@link Ticker}
   */
  default void tick(long now, Sender<M> sender) {}

  /**
   * When {@link #tick} wants to be called next, in nanoseconds; {@code Long.MAX_VALUE} for never.
   */
  default long nextTick() {
    return Long.MAX_VALUE;
  }

  /**
   * The local state as it is now, which goes into reports. It must not cost more if there is more
   * of it: what is large belongs into {@link #pages}.
   */
  S capture();

  /** The part of the state that {@link #capture} leaves out; always the same object. */
  default Pages pages() {
    return Pages.NONE;
  }

  /**
   * Takes over a state that {@link #capture} gave in an earlier life of this process, or before a
   * restore. The pages are written after that.
   */
  void restore(S state);
}
