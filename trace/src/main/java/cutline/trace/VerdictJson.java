package cutline.trace;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Verdicts as JSON, in the schema {@code cutline.verdict/1} (docs/formats.md). */
public final class VerdictJson {

  private static final JsonFactory JSON = new JsonFactory();

  private VerdictJson() {}

  /**
   * What was found about one snapshot, as one object without a line break.
   *
   * @param header that of the log
   */
  public static String line(Verdict verdict, LogHeader header) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", "cutline.verdict/1");
      writeFindings(json, verdict);
      Long expected = header.total();
      number(json, "expected", expected == null ? null : BigInteger.valueOf(expected));
      json.writeArrayPropertyStart("crossing");
      for (Message message : verdict.crossing()) {
        json.writeStartObject();
        json.writeStringProperty("from", message.channel().from());
        json.writeStringProperty("to", message.channel().to());
        json.writeStringProperty("message", message.id());
        Long amount = message.amount();
        json.writeNumberProperty("amount", amount == null ? 0 : amount);
        json.writeEndObject();
      }
      json.writeEndArray();
      writeViolations(json, verdict.violations());
      json.writeEndObject();
    }
    return text.toString();
  }

  /** Writes what was found about one snapshot but its violations, as fields of the object begun. */
  public static void writeFindings(JsonGenerator json, Verdict verdict) {
    json.writeStringProperty("snapshot", verdict.snapshot());
    json.writeStringProperty("status", verdict.status().name());
    if (verdict.reason() == null) {
      json.writeNullProperty("reason");
    } else {
      json.writeStringProperty("reason", verdict.reason());
    }
    number(json, "balanceTotal", verdict.balanceTotal());
    number(json, "inFlightTotal", verdict.inFlightTotal());
    number(json, "total", verdict.total());
  }

  /** What is wrong with the log itself, in the same form, {@code snapshot} being null. */
  public static String line(List<Violation> ofLog) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", "cutline.verdict/1");
      json.writeNullProperty("snapshot");
      writeViolations(json, ofLog);
      json.writeEndObject();
    }
    return text.toString();
  }

  /** Writes what is wrong, as the field {@code violations} of the object begun. */
  public static void writeViolations(JsonGenerator json, List<Violation> violations) {
    json.writeArrayPropertyStart("violations");
    for (Violation violation : violations) {
      json.writeStartObject();
      json.writeStringProperty("law", violation.law().name());
      json.writeStringProperty("sentence", violation.sentence());
      if (violation.message() == null) {
        json.writeNullProperty("message");
      } else {
        json.writeStringProperty("message", violation.message().id());
        json.writeStringProperty("from", violation.message().channel().from());
        json.writeStringProperty("to", violation.message().channel().to());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, String name, @Nullable BigInteger value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }
}
