package cutline.bank.config;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON that people write or touch, and says in their words where it is not JSON. */
public final class JsonReader {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_DEPTH = 16;

  private final String file;
  private final String text;
  private final JsonParser parser;

  private JsonReader(String file, String text, JsonParser parser) {
    this.file = file;
    this.text = text;
    this.parser = parser;
  }

  /**
   * The one value of which a text consists.
   *
   * @param file how messages call the file
   * @throws ConfigurationException if it is not JSON, or an object in it has a key twice
   */
  public static JsonValue read(String file, String text) throws ConfigurationException {
    if (text.startsWith("\uFEFF")) {
      throw new Place(file, 1, 1)
          .error("begins with a byte order mark; save the file as UTF-8 without one");
    }
    // From an array, which is never refilled: locations count from its beginning.
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text.toCharArray())) {
      return new JsonReader(file, text, parser).document();
    }
  }

  private JsonValue document() throws ConfigurationException {
    try {
      if (parser.nextToken() == null) {
        throw new Place(file, 1, 1).error("the file is empty");
      }
      JsonValue value = value("the file", 0);
      if (parser.nextToken() != null) {
        throw here().error("something follows after the end; a file has one value");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw place(parser.currentLocation()).error("a key or a number is too long");
    } catch (JacksonException e) {
      throw notJson(e.getLocation());
    }
  }

  private ConfigurationException notJson(TokenStreamLocation location) {
    JsonMistake mistake = JsonMistake.at(text, (int) location.getCharOffset());
    return new Place(file, location.getLineNr(), location.getColumnNr() - mistake.before())
        .error(mistake.message());
  }

  private JsonValue value(String name, int depth) throws ConfigurationException {
    Place place = here();
    if (depth > MAX_DEPTH) {
      throw place.error("is nested more than %d levels deep".formatted(MAX_DEPTH));
    }
    JsonValue.Content content =
        switch (parser.currentToken()) {
          case START_OBJECT -> members(depth);
          case START_ARRAY -> items(name, depth);
          case VALUE_STRING -> new JsonValue.Text(string(place));
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numeral(place, name);
          default -> new JsonValue.Literal(parser.getString());
        };
    return new JsonValue(place, name, content);
  }

  private JsonValue.Members members(int depth) throws ConfigurationException {
    Map<String, JsonValue.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place place = here();
      String key = string(place);
      JsonValue.Entry earlier = entries.get(key);
      if (earlier != null) {
        throw place.error(
            "the key %s was used in line %d"
                .formatted(JsonValue.quoted(key), earlier.keyPlace().line()));
      }
      parser.nextToken();
      entries.put(key, new JsonValue.Entry(place, value(JsonValue.quoted(key), depth + 1)));
    }
    return new JsonValue.Members(entries);
  }

  private JsonValue.Items items(String name, int depth) throws ConfigurationException {
    List<JsonValue> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value("each of " + name, depth + 1));
    }
    return new JsonValue.Items(values);
  }

  private String string(Place place) throws ConfigurationException {
    String string = parser.getString();
    // An escape can make what UTF-8 cannot carry, and two such strings would become the same.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
      throw place.error("a string has half a surrogate pair");
    }
    return string;
  }

  private JsonValue.Numeral numeral(Place place, String name) throws ConfigurationException {
    String digits = parser.getString();
    try {
      return new JsonValue.Numeral(digits, new BigDecimal(digits));
    } catch (NumberFormatException _) {
      throw place.error(name + " has an exponent that is out of range");
    }
  }

  private Place here() {
    return place(parser.currentTokenLocation());
  }

  private Place place(TokenStreamLocation location) {
    return new Place(file, location.getLineNr(), location.getColumnNr());
  }
}
