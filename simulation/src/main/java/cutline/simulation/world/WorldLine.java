package cutline.simulation.world;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.Durations;
import cutline.bank.config.Place;
import cutline.simulation.text.Words;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a world file: its words, and the text in quotation marks at its end. Behind a text no
 * comment can follow, since it may have any character in it.
 */
final class WorldLine {

  private static final Pattern SHARE = Pattern.compile("[01](\\.[0-9]{1,400})?");

  private final Words words;
  private final Place textPlace;
  private final @Nullable String text;

  private WorldLine(Words words, Place textPlace, @Nullable String text) {
    this.words = words;
    this.textPlace = textPlace;
    this.text = text;
  }

  static WorldLine of(String file, int number, String line) throws ConfigurationException {
    int comment = line.indexOf('#');
    int quote = line.indexOf('"');
    if (quote < 0 || (comment >= 0 && comment < quote)) {
      String piece = comment < 0 ? line : line.substring(0, comment);
      return new WorldLine(
          Words.of(file, number, 1, piece), new Place(file, number, piece.length() + 1), null);
    }
    Place place = new Place(file, number, quote + 1);
    String text = line.substring(quote).stripTrailing();
    if (text.length() < 3 || !text.endsWith("\"")) {
      throw place.error("expected a text in quotation marks, and nothing behind it");
    }
    if (text.length() - 2 > Expected.MAX_SENTENCE
        || text.codePoints().anyMatch(Expected::isSpecial)) {
      throw place.error(
          "a text has at most %,d characters, none of them a control character"
              .formatted(Expected.MAX_SENTENCE));
    }
    return new WorldLine(
        Words.of(file, number, 1, line.substring(0, quote)),
        place,
        text.substring(1, text.length() - 1));
  }

  boolean isEmpty() {
    return words.count() == 0 && text == null;
  }

  int count() {
    return words.count();
  }

  Words.Word get(int index) {
    return words.get(index);
  }

  @Nullable String text() {
    return text;
  }

  /** That there are just so many words, and no text. */
  void require(int count, String expected) throws ConfigurationException {
    words.requireCount(count, count, expected);
    forbidText(expected);
  }

  /** That there are at least so many words. */
  void requireAtLeast(int count, String expected) throws ConfigurationException {
    words.requireCount(count, Integer.MAX_VALUE, expected);
  }

  void forbidText(String expected) throws ConfigurationException {
    if (text != null) {
      throw textPlace.error("a text is too much; expected " + expected);
    }
  }

  String requireText(String expected) throws ConfigurationException {
    if (text == null) {
      throw textPlace.error("expected " + expected);
    }
    return text;
  }

  /** That a word is this one. */
  void requireWord(int index, String word, String expected) throws ConfigurationException {
    if (!get(index).text().equals(word)) {
      throw get(index)
          .error("%s is not %s; expected %s".formatted(get(index).quoted(), word, expected));
    }
  }

  /** A word as the name of one of these. */
  <T> T oneOf(int index, String what, T[] values, Function<T, String> name)
      throws ConfigurationException {
    for (T value : values) {
      if (name.apply(value).equals(get(index).text())) {
        return value;
      }
    }
    List<String> known = Arrays.stream(values).map(name).toList();
    throw get(index).unknown(what, known, String.join(", ", known));
  }

  /** A word as a time in nanoseconds. */
  long time(int index, String what, long least, long most) throws ConfigurationException {
    long nanos;
    try {
      nanos = Durations.parse(get(index).text()).toNanos();
    } catch (IllegalArgumentException _) {
      throw get(index)
          .error(
              "%s %s is not a number and a unit, as in 20ms".formatted(what, get(index).quoted()));
    }
    if (nanos < least || nanos > most) {
      throw get(index)
          .error(
              "%s %s is not between %s and %s"
                  .formatted(what, get(index).quoted(), text(least), text(most)));
    }
    return nanos;
  }

  /** A time as {@link #time} reads it. */
  static String text(long nanos) {
    return Durations.text(Duration.ofNanos(nanos));
  }

  /** A word as a share of all. */
  double share(int index, String what) throws ConfigurationException {
    String share = get(index).text();
    if (!SHARE.matcher(share).matches() || Double.parseDouble(share) > 1) {
      throw get(index)
          .error("%s %s is not a number from 0 to 1".formatted(what, get(index).quoted()));
    }
    return Double.parseDouble(share);
  }
}
