package cutline.bank.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A value in a JSON file that people write, which knows where it stands. All its methods throw a
 * {@link ConfigurationException} that says where and why if the value is not what is asked for.
 *
 * @param name how messages call it: its key in quotes, or words such as "the file"
 */
public record JsonValue(Place place, String name, Content content) {

  private static final int MAX_QUOTED = 40;

  /** What a value may be. */
  public sealed interface Content {}

  /** A string. */
  public record Text(String value) implements Content {}

  /** A number, and how it is written. */
  public record Numeral(String text, BigDecimal value) implements Content {}

  /** {@code true}, {@code false} or {@code null}. */
  public record Literal(String text) implements Content {}

  /** An array. */
  public record Items(List<JsonValue> values) implements Content {}

  /** Members by their keys, in the order of the file. */
  public record Members(Map<String, Entry> entries) implements Content {}

  /** A member of an object. */
  public record Entry(Place keyPlace, JsonValue value) {}

  boolean isNumber() {
    return content instanceof Numeral;
  }

  boolean isText() {
    return content instanceof Text;
  }

  /** The string that it is. */
  public String text() throws ConfigurationException {
    if (content instanceof Text(String value)) {
      return value;
    }
    throw isNot("a string");
  }

  /** The values in it, which is an array. */
  public List<JsonValue> items() throws ConfigurationException {
    if (content instanceof Items(List<JsonValue> values)) {
      return values;
    }
    throw isNot("an array");
  }

  /** The object that it is. */
  public JsonObject object() throws ConfigurationException {
    if (content instanceof Members(Map<String, Entry> entries)) {
      return new JsonObject(place, entries);
    }
    throw isNot("an object");
  }

  /** A number from {@code least} to {@code most}, both included. */
  BigDecimal number(long least, long most) throws ConfigurationException {
    if (!(content instanceof Numeral(String text, BigDecimal value))) {
      throw isNot("a number");
    }
    requireBetween(least, most, text, value);
    return value;
  }

  /** A whole number from {@code least} to {@code most}, both included; 1.0 and 1e3 are whole. */
  public long wholeNumber(long least, long most) throws ConfigurationException {
    if (!(content instanceof Numeral(String text, BigDecimal value))) {
      throw isNot("a whole number");
    }
    requireBetween(least, most, text, value);
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw isNot("a whole number");
    }
  }

  private void requireBetween(long least, long most, String text, BigDecimal value)
      throws ConfigurationException {
    boolean small = value.compareTo(BigDecimal.valueOf(least)) < 0;
    boolean large = value.compareTo(BigDecimal.valueOf(most)) > 0;
    if (small && most == Long.MAX_VALUE && least != Long.MIN_VALUE) {
      throw error("must be at least %d, not %s".formatted(least, shortened(text)));
    }
    if (small || large) {
      throw error("must be between %d and %d, not %s".formatted(least, most, shortened(text)));
    }
  }

  /** Says that this value is of another kind than it must be. */
  ConfigurationException isNot(String expected) {
    String found =
        switch (content) {
          case Text _ -> "a string";
          case Numeral(String text, _) -> shortened(text);
          case Literal(String text) -> text;
          case Items _ -> "an array";
          case Members _ -> "an object";
        };
    return error("must be %s, not %s".formatted(expected, found));
  }

  /** Says what is wrong with this value, after its name. */
  public ConfigurationException error(String message) {
    return place.error(name + " " + message);
  }

  static String quoted(String text) {
    return '"' + shortened(text) + '"';
  }

  private static String shortened(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + '…';
  }
}
