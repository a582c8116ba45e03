package cutline.simulation.world;

import cutline.bank.config.Place;
import cutline.simulation.Law;
import cutline.simulation.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What a world file says will come out.
 *
 * @param place where it says so
 * @param law the law that is broken; null if none is
 * @param sentence how it is broken; null if that does not matter
 */
public record Expected(Place place, @Nullable Law law, @Nullable String sentence) {

  static final int MAX_SENTENCE = 1_000;

  /** What is said of a violation, as it stands in a file: in one line that is not too long. */
  static String sentence(Violation violation) {
    StringBuilder text = new StringBuilder();
    violation
        .sentence()
        .codePoints()
        .limit(MAX_SENTENCE / 2)
        .map(c -> isSpecial(c) ? ' ' : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  /** Whether a character may end a line, or cannot be seen. */
  static boolean isSpecial(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }

  /** What else came out, in a sentence with its place; null if it is this. */
  @Nullable String objection(@Nullable Violation found) {
    if (found == null) {
      return law == null ? null : said("no law is broken");
    }
    String how = sentence(found);
    if (found.law() == law && (sentence == null || sentence.equals(how))) {
      return null;
    }
    return said("what is broken is %s: \"%s\"".formatted(found.law().id(), how));
  }

  private @Nullable String said(String what) {
    return place.error(what).getMessage();
  }
}
