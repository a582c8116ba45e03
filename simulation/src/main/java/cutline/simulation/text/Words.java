package cutline.simulation.text;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.DidYouMean;
import cutline.bank.config.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of one line of a file that people write, each with its place. */
public final class Words {

  /** A word and where it stands. */
  public record Word(String text, Place place) {

    /** What is wrong with it. */
    public ConfigurationException error(String message) {
      return place.error(message);
    }

    /** That it names nothing of these. */
    public ConfigurationException unknown(String what, Collection<String> known, String expected) {
      return error(
          "unknown %s %s%s"
              .formatted(
                  what,
                  quoted(),
                  DidYouMean.closest(text.substring(0, Math.min(text.length(), 100)), known)
                      .map(guess -> "; did you mean " + guess + "?")
                      .orElse(expected.isEmpty() ? "" : "; expected " + expected)));
    }

    /** It in quotation marks, cut off if it is long. */
    public String quoted() {
      return "'" + (text.length() > 70 ? text.substring(0, 70) + "…" : text) + "'";
    }

    /** It as a whole number in a range. */
    public long number(String what, long least, long most) throws ConfigurationException {
      if (!WHOLE.matcher(text).matches()) {
        throw error("%s %s is not a whole number".formatted(what, quoted()));
      }
      try {
        long number = Long.parseLong(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Out of any range.
      }
      throw error("%s %s is not between %d and %d".formatted(what, quoted(), least, most));
    }
  }

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern WORD = Pattern.compile("\\S+");

  private final Place begin;
  private final List<Word> words;

  private Words(Place begin, List<Word> words) {
    this.begin = begin;
    this.words = words;
  }

  /** The lines without what follows a {@code #}, and those that are not empty then. */
  public static List<Words> lines(String file, String text) {
    List<Words> lines = new ArrayList<>();
    int number = 0;
    for (String line : split(text)) {
      number++;
      int comment = line.indexOf('#');
      Words words = of(file, number, 1, comment < 0 ? line : line.substring(0, comment));
      if (words.count() > 0) {
        lines.add(words);
      }
    }
    return lines;
  }

  /** The lines of a text, whatever ends them; a byte order mark counts nothing. */
  public static String[] split(String text) {
    return (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r\n|\r|\n", -1);
  }

  /**
   * The words of a piece of a line.
   *
   * @param column where the piece begins, from 1
   */
  public static Words of(String file, int line, int column, String piece) {
    List<Word> words = new ArrayList<>();
    Matcher word = WORD.matcher(piece);
    while (word.find()) {
      words.add(new Word(word.group(), new Place(file, line, column + word.start())));
    }
    return new Words(new Place(file, line, column), words);
  }

  /** How many there are. */
  public int count() {
    return words.size();
  }

  /** The word at an index, from 0. */
  public Word get(int index) {
    return words.get(index);
  }

  /** The words from an index on, with single blanks. */
  public String from(int index) {
    return String.join(" ", words.subList(index, words.size()).stream().map(Word::text).toList());
  }

  /** That there are as many words as there must be. */
  public void requireCount(int least, int most, String expected) throws ConfigurationException {
    if (count() > most) {
      throw get(most).error("%s is too much; expected %s".formatted(get(most).quoted(), expected));
    }
    if (count() < least) {
      throw (count() == 0 ? begin : get(0).place()).error("expected " + expected);
    }
  }
}
