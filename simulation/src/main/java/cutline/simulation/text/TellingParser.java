package cutline.simulation.text;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a scenario tells: {@code title}, {@code say}, and {@code ask} with the lines that
 * follow it, {@code wrong}, one {@code right}, and {@code because} at the end.
 */
public final class TellingParser {

  /** What such lines begin with. */
  public static final List<String> WORDS =
      List.of("title", "say", "ask", "wrong", "right", "because");

  /** What they look like. */
  public static final String EXPECTED =
      "title, say, ask, wrong, right or because, each with a \"TEXT\"";

  private static final int MOST_ANSWERS = 6;

  private @Nullable Place asked;
  private String question = "";
  private final List<String> answers = new ArrayList<>();
  private int right;

  /** A parser to which no line has come yet. */
  public TellingParser() {}

  /**
   * Takes the next of these lines.
   *
   * @param word its first word, one of {@link #WORDS}
   * @param text what stands in quotation marks
   * @return what it tells; null if more belongs to it
   */
  public @Nullable Telling take(Words.Word word, String text) throws ConfigurationException {
    if (asked == null) {
      return begin(word, text);
    }
    switch (word.text()) {
      case "wrong" -> answers.add(text);
      case "right" -> {
        if (right >= 0) {
          throw word.error("one answer is right already");
        }
        right = answers.size();
        answers.add(text);
      }
      case "because" -> {
        if (right < 0 || answers.size() < 2) {
          throw word.error("the question before needs a right answer and a wrong one");
        }
        asked = null;
        return new Telling.Ask(question, answers, right, text);
      }
      default -> throw word.error("the question before has no line because \"TEXT\" yet");
    }
    if (answers.size() > MOST_ANSWERS) {
      throw word.error("a question has at most %d answers".formatted(MOST_ANSWERS));
    }
    return null;
  }

  private @Nullable Telling begin(Words.Word word, String text) throws ConfigurationException {
    return switch (word.text()) {
      case "title" -> new Telling.Title(text);
      case "say" -> new Telling.Say(text);
      case "ask" -> {
        asked = word.place();
        question = text;
        answers.clear();
        right = -1;
        yield null;
      }
      default -> throw word.error("there is no ask \"QUESTION\" before it");
    };
  }

  /** That nothing is left open. */
  public void end() throws ConfigurationException {
    if (asked != null) {
      throw asked.error("the question has no line because \"TEXT\"");
    }
  }
}
