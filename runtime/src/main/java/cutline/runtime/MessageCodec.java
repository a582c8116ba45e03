package cutline.runtime;

/**
 * Turns an application's messages and local state into bytes, for the wire and the store, and back.
 *
 * @param <S> the local state
 * @param <M> the messages
 */
public interface MessageCodec<S, M> {

  /** A message as bytes, at most 60 KiB. */
  byte[] encodeMessage(M message);

  /**
   * A message from bytes, which may come from an enemy.
   *
   * @throws MalformedException if they are not a valid message
   */
  M decodeMessage(byte[] bytes) throws MalformedException;

  /** A local state as bytes. */
  byte[] encodeState(S state);

  /**
   * A local state from bytes, which may come from an enemy.
   *
   * @throws MalformedException if they are not a valid state
   */
  S decodeState(byte[] bytes) throws MalformedException;
}
