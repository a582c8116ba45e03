package cutline.simulation.explore;

import java.util.Locale;

/** Something is not as it must be, in a sentence. */
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private Broken(String sentence) {
    super(sentence, null, false, false);
  }

  static Broken of(String sentence, Object... words) {
    return new Broken(String.format(Locale.ROOT, sentence, words));
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
