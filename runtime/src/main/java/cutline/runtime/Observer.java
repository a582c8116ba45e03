package cutline.runtime;

/**
 * Watches all that one process does, in the process's own order. It is told behind the commit, on
 * the thread that drives the node: no crash undoes what was observed, and the process waits for as
 * long as {@link #observed} takes.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
@FunctionalInterface
public interface Observer<S, M> {

  /**
   * The process has done this, durably.
   *
   * @param number from 1, one more each time, over all lives and restores. One that is left out
   *     means that there was something that nobody was told: the process died behind the commit, or
   *     had a life without an observer
   */
  void observed(long number, Observed<S, M> what);
}
