package cutline.console.json;

import java.io.StringWriter;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON, field by field. */
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Json() {}

  /** A text of whatever is written. */
  public static String written(Consumer<JsonGenerator> writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      writing.accept(json);
    }
    return text.toString();
  }

  /** One object of the fields that are written. */
  public static String object(Consumer<JsonGenerator> fields) {
    return written(json -> {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    });
  }

  /** An array of objects. */
  public static <T> String objects(Collection<T> items, ItemWriter<T> fields) {
    return written(json -> {
      json.writeStartArray();
      writeItems(json, items, fields);
      json.writeEndArray();
    });
  }

  /** Writes the fields of one item of an array. */
  public interface ItemWriter<T> {

    /** Writes them; begin and end of the object are written by others. */
    void write(JsonGenerator json, T item);
  }

  /** A field that is an array of objects. */
  public static <T> void objects(
      JsonGenerator json, String name, Collection<T> items, ItemWriter<T> fields) {
    json.writeArrayPropertyStart(name);
    writeItems(json, items, fields);
    json.writeEndArray();
  }

  private static <T> void writeItems(
      JsonGenerator json, Collection<T> items, ItemWriter<T> fields) {
    for (T item : items) {
      json.writeStartObject();
      fields.write(json, item);
      json.writeEndObject();
    }
  }

  /** A text, or null. */
  public static void string(JsonGenerator json, String name, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }

  /** A time, UTC, or null. */
  public static void instant(JsonGenerator json, String name, @Nullable Instant value) {
    string(json, name, value == null ? null : text(value));
  }

  /** A time, UTC, as all formats have it. */
  public static String text(Instant instant) {
    return INSTANT.format(instant);
  }

  /** A number, or null. */
  public static void number(JsonGenerator json, String name, @Nullable Long value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }

  /** A number, or null. */
  public static void number(JsonGenerator json, String name, @Nullable BigInteger value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }

  /** An array of texts. */
  public static void strings(JsonGenerator json, String name, Collection<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
