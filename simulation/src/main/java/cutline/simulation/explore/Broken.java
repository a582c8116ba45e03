package cutline.simulation.explore;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something is not as it must be, in a sentence. */
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private Broken(String sentence) {
    super(sentence, null, false, false);
  }

  /** What is wrong, in a sentence with these words in it. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
  static Broken of(String sentence, @Nullable Object... words) {
    return new Broken(String.format(Locale.ROOT, sentence, words));
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
