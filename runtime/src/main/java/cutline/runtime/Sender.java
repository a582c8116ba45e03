package cutline.runtime;

import java.util.Optional;

/**
 * The way out for an application's messages.
 *
 * @param <M> the messages
 */
public interface Sender<M> {

  /**
   * Puts a message into the channel to another process. It leaves when everything that the
   * application has done up to then is durable, and arrives once.
   *
   * @return empty, or why nothing was sent and nothing has changed
   * @throws IllegalArgumentException if there is no channel to {@code to}
   */
  Optional<SendRefusal> send(String to, M message);

  /**
   * Whether there is a connection to that process now; false for one that does not exist. What is
   * sent to a process without one waits for it.
   */
  boolean isConnected(String to);

  /**
   * How much to that process is under way: due, and not acknowledged. All that follows them in a
   * FIFO channel, a marker too, waits for them; so who sends as much as it can had better keep them
   * few.
   *
   * @throws IllegalArgumentException if there is no channel to {@code to}
   */
  int underWay(String to);

  /** Says that a page of the application's state is about to change; see {@link Pages}. */
  void willChange(int page);

  /** Runs the action once what was done up to now is durable; for log lines and answers. */
  void afterCommit(Runnable action);
}
