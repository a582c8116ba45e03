package cutline.trace.export;

import cutline.trace.Cut;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.Message;
import cutline.trace.Messages;
import cutline.trace.Story;
import cutline.trace.Verdict;
import cutline.trace.VerdictJson;
import cutline.trace.Verification;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a space-time diagram of a part of a log shows, as JSON (docs/console.md). */
public final class DiagramJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final EventLog whole;
  private final EventLog log;
  private final List<Verdict> verdicts;
  private final @Nullable Cut straight;
  private final Columns columns;

  private DiagramJson(EventLog whole, long from, long to, @Nullable String straight) {
    this.whole = whole;
    this.log = Excerpt.between(whole, from, to);
    this.verdicts = Verification.of(whole).verdicts();
    this.straight = Excerpt.cut(verdicts, straight);
    this.columns = new Columns(log, this.straight);
  }

  /**
   * One object.
   *
   * @param whole what is known besides, of messages that go into the part and out of it
   * @param from the first event of the part
   * @param to the last one
   * @param straight the snapshot whose cut is made straight, as far as that is possible; or null
   */
  public static String of(EventLog whole, long from, long to, @Nullable String straight) {
    return new DiagramJson(whole, from, to, straight).text(from, to);
  }

  private String text(long from, long to) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("from", from);
      json.writeNumberProperty("to", to);
      json.writeNumberProperty("columns", columns.count());
      writeStraight(json);
      json.writeArrayPropertyStart("events");
      log.events().forEach(event -> write(json, event));
      json.writeEndArray();
      json.writeArrayPropertyStart("messages");
      new Messages(whole).all().forEach(message -> write(json, message));
      json.writeEndArray();
      json.writeArrayPropertyStart("cuts");
      verdicts.forEach(verdict -> write(json, verdict));
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private void writeStraight(JsonGenerator json) {
    Cut cut = straight;
    if (cut == null) {
      json.writeNullProperty("straight");
      return;
    }
    Event obstacle = columns.obstacle();
    json.writeObjectPropertyStart("straight");
    json.writeStringProperty("snapshot", cut.snapshot());
    json.writeNumberProperty("column", columns.cutColumn());
    json.writeBooleanProperty("possible", obstacle == null);
    if (obstacle == null) {
      json.writeNullProperty("because");
    } else {
      json.writeStringProperty(
          "because",
          "%s That is before its cut, and depends on what came after the cut of another one."
              .formatted(Story.line(obstacle)));
    }
    json.writeEndObject();
  }

  private void write(JsonGenerator json, Event event) {
    if (columns.of(event) >= 0) {
      json.writeStartObject();
      json.writeNumberProperty("seq", event.seq());
      json.writeStringProperty("process", event.process());
      json.writeNumberProperty("column", columns.of(event));
      json.writeEndObject();
    }
  }

  private void write(JsonGenerator json, Message message) {
    Event sent = seen(message.sent());
    Event received = seen(message.received());
    if (sent == null && received == null) {
      return;
    }
    json.writeStartObject();
    json.writeStringProperty("from", message.channel().from());
    json.writeStringProperty("to", message.channel().to());
    json.writeStringProperty("message", message.id());
    number(json, "amount", message.amount());
    String snapshot = message.snapshot();
    if (snapshot == null) {
      json.writeNullProperty("snapshot");
    } else {
      json.writeStringProperty("snapshot", snapshot);
    }
    number(json, "sent", sent == null ? null : sent.seq());
    number(json, "received", received == null ? null : received.seq());
    boolean isMoney = snapshot == null;
    snapshots(json, "forward", cut -> isMoney && cut.crossesForward(message));
    snapshots(json, "backward", cut -> isMoney && cut.crossesBackward(message));
    json.writeArrayPropertyStart("recorded");
    message.recorded().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private @Nullable Event seen(@Nullable Event event) {
    return event == null || columns.of(event) < 0 ? null : event;
  }

  private void snapshots(JsonGenerator json, String name, Predicate<Cut> wanted) {
    json.writeArrayPropertyStart(name);
    for (Verdict verdict : verdicts) {
      if (wanted.test(verdict.cut())) {
        json.writeString(verdict.snapshot());
      }
    }
    json.writeEndArray();
  }

  private void write(JsonGenerator json, Verdict verdict) {
    if (verdict.cut().records().values().stream().noneMatch(record -> seen(record) != null)) {
      return;
    }
    json.writeStartObject();
    json.writeObjectPropertyStart("records");
    verdict
        .cut()
        .records()
        .forEach((process, record) -> json.writeNumberProperty(process, record.seq()));
    json.writeEndObject();
    VerdictJson.writeFindings(json, verdict);
    VerdictJson.writeViolations(json, verdict.violations());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, @Nullable Long value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }
}
