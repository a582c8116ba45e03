package cutline.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** The fields of one line of a log, which anybody may have written. */
final class JsonLine {

  private static final int MAX_TEXT = 200;
  private static final int MAX_SHOWN = 40;
  private static final int MAX_DEPTH = 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final String where;
  private final Map<String, @Nullable Object> fields;

  private JsonLine(String where, Map<String, @Nullable Object> fields) {
    this.where = where;
    this.fields = fields;
  }

  /**
   * Reads a line that is one JSON object.
   *
   * @param where what messages begin with
   */
  static JsonLine parse(String where, String text) throws EventLogException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new EventLogException(where + "is not a JSON object, which each line is");
      }
      Map<String, @Nullable Object> fields = object(parser);
      if (parser.nextToken() != null) {
        throw new EventLogException(where + "something follows behind the JSON object");
      }
      return new JsonLine(where, fields);
    } catch (StreamReadException e) {
      TokenStreamLocation location = e.getLocation();
      throw new EventLogException(
          where
              + "is not JSON, or has a field twice"
              + (location == null ? "" : ", at column " + location.getColumnNr()),
          e);
    } catch (JacksonException e) {
      throw new EventLogException(
          where
              + "has a number that is too long or is nested more than %d deep".formatted(MAX_DEPTH),
          e);
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  /** A text, a whole number, a list, a map or null; anything else as its text in an array. */
  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> whole(parser.getString());
      case VALUE_NULL -> null;
      default -> new Other(parser.getString());
    };
  }

  /** What no field of a log is. */
  private record Other(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  private static Object whole(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException _) {
      return new Other(digits);
    }
  }

  // ---------------------------------------------------------------- fields

  String text(String name) throws EventLogException {
    return required(name, optionalText(name), "a text");
  }

  @Nullable String optionalText(String name) throws EventLogException {
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw wrong(name, value, "a text");
    }
    if (!isText(text)) {
      throw error(
          "\"%s\" is %s, and a text has at most %d characters, none of them a control character"
              .formatted(name, shown(text), MAX_TEXT));
    }
    return text;
  }

  private static boolean isText(String text) {
    return text.length() <= MAX_TEXT
        && text.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
  }

  long number(String name, long least) throws EventLogException {
    return required(name, optionalNumber(name, least), numberFrom(least));
  }

  @Nullable Long optionalNumber(String name, long least) throws EventLogException {
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Long number) || number < least) {
      throw wrong(name, value, numberFrom(least));
    }
    return number;
  }

  private static String numberFrom(long least) {
    return "a whole number from %d to %d".formatted(least, Long.MAX_VALUE);
  }

  /** A list of texts; empty if it is not there. */
  List<String> texts(String name) throws EventLogException {
    Object value = fields.get(name);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof String text && isText(text)) {
          texts.add(text);
        }
      }
      if (texts.size() == items.size()) {
        return texts;
      }
    }
    throw wrong(
        name,
        value,
        "a list of texts of at most %d characters, none of them a control character"
            .formatted(MAX_TEXT));
  }

  VectorClock clock(String name, Processes processes) throws EventLogException {
    Object value = fields.get(name);
    if (!(value instanceof Map<?, ?> counts)) {
      throw wrong(name, value, "an object of processes and counts, as in {\"A\":3}");
    }
    int[] events = new int[processes.size()];
    for (Map.Entry<?, ?> entry : counts.entrySet()) {
      int process = processes.number(String.valueOf(entry.getKey()));
      if (process < 0) {
        throw error(
            "\"%s\" counts events of %s, which is not one of the processes of the first line"
                .formatted(name, shown(entry.getKey())));
      }
      if (!(entry.getValue() instanceof Long count) || count < 0 || count > Integer.MAX_VALUE) {
        throw wrong(
            name + "." + entry.getKey(),
            entry.getValue(),
            "a whole number from 0 to " + Integer.MAX_VALUE);
      }
      events[process] = Math.toIntExact(count);
    }
    return VectorClock.of(processes, events);
  }

  /** The same for a field that must be there. */
  private <T> T required(String name, @Nullable T value, String allowed) throws EventLogException {
    if (value == null) {
      throw error("\"%s\" is missing: %s".formatted(name, allowed));
    }
    return value;
  }

  private EventLogException wrong(String name, @Nullable Object value, String allowed) {
    return error("\"%s\" is %s, and must be %s".formatted(name, shown(value), allowed));
  }

  EventLogException error(String message) {
    return new EventLogException(where + message);
  }

  /** What a file said, short and printable. */
  static String shown(@Nullable Object value) {
    Function<Object, String> quoted =
        known -> known instanceof String ? "'" + known + "'" : String.valueOf(known);
    String text = value == null ? "missing" : quoted.apply(value);
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(MAX_SHOWN)
        .forEach(c -> shown.appendCodePoint(isPrintable(c) ? c : '?'));
    return text.codePointCount(0, text.length()) > MAX_SHOWN ? shown + "…" : shown.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
