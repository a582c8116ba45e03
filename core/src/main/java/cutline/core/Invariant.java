package cutline.core;

import java.util.Optional;

/**
 * Something that holds in every global state of the system.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
public interface Invariant<S, M> {

  /** What holds, in a few words. */
  String name();

  /**
   * Checks a complete snapshot.
   *
   * @return empty if it holds, else how it is violated, in a sentence
   */
  Optional<String> violation(GlobalSnapshot<S, M> snapshot);
}
