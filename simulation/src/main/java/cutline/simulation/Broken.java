package cutline.simulation;

import org.jspecify.annotations.Nullable;

/** Ends the world where a law is broken. */
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Law law;

  Broken(Law law, String sentence) {
    super(sentence, null, false, false);
    this.law = law;
  }

  Violation at(long time) {
    return new Violation(law, String.valueOf(getMessage()), time);
  }

  /** A law that was broken, in a sentence with these values in it. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
  static Broken of(Law law, String sentence, @Nullable Object... about) {
    return new Broken(law, sentence.formatted(about));
  }
}
