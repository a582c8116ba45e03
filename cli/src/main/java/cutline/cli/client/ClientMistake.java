package cutline.cli.client;

import org.jspecify.annotations.Nullable;

/** A line that a client cannot do anything with, or a wish that it must refuse: one sentence. */
final class ClientMistake extends Exception {

  private static final long serialVersionUID = 1L;

  ClientMistake(@Nullable String sentence) {
    super(sentence);
  }
}
