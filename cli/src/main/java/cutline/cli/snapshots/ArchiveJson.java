package cutline.cli.snapshots;

import cutline.bank.archive.ArchiveName;
import cutline.bank.archive.SnapshotDifference;
import cutline.bank.archive.SnapshotDifference.Moved;
import cutline.core.Channel;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code cutline snapshots} finds and does, as lines of JSON (docs/formats.md). */
final class ArchiveJson {

  private static final JsonFactory JSON = new JsonFactory();

  private ArchiveJson() {}

  /**
   * Whether an archived snapshot is as it was.
   *
   * @param problem what is wrong, or null
   */
  static String verification(ArchiveName name, @Nullable String problem) {
    return object(
        "cutline.verification/1",
        json -> {
          json.writeStringProperty("file", name.file());
          json.writeStringProperty("id", name.id());
          json.writeBooleanProperty("ok", problem == null);
          string(json, "problem", problem);
        });
  }

  /** What has moved between two snapshots of a bank. */
  static String difference(String bank, SnapshotDifference difference) {
    return object(
        "cutline.difference/1",
        json -> {
          json.writeStringProperty("bank", bank);
          json.writeStringProperty("then", "" + difference.then().snapshot().id());
          json.writeStringProperty("now", "" + difference.now().snapshot().id());
          json.writeArrayPropertyStart("balances");
          for (Moved<String> each : difference.balances()) {
            json.writeStartObject();
            json.writeStringProperty("branch", each.where());
            moved(json, each.then(), each.now());
          }
          json.writeEndArray();
          json.writeArrayPropertyStart("channels");
          for (Moved<Channel> each : difference.channels()) {
            json.writeStartObject();
            json.writeStringProperty("from", each.where().from());
            json.writeStringProperty("to", each.where().to());
            moved(json, each.then(), each.now());
          }
          json.writeEndArray();
          json.writeObjectPropertyStart("balanceTotal");
          moved(json, difference.then().balanceTotal(), difference.now().balanceTotal());
          json.writeObjectPropertyStart("inFlightTotal");
          moved(json, difference.then().inFlightTotal(), difference.now().inFlightTotal());
          json.writeObjectPropertyStart("total");
          moved(json, difference.then().total(), difference.now().total());
        });
  }

  /** How an attempt to go back to a snapshot has ended. */
  static String restore(String id, RestoreOutcome outcome, @Nullable String reason) {
    return object(
        "cutline.restore/1",
        json -> {
          json.writeStringProperty("snapshot", id);
          json.writeStringProperty("outcome", outcome.name());
          string(json, "reason", reason);
        });
  }

  private static String object(String schema, Consumer<JsonGenerator> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", schema);
      members.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void string(JsonGenerator json, String name, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }

  private static void moved(JsonGenerator json, BigInteger then, BigInteger now) {
    json.writeNumberProperty("then", then);
    json.writeNumberProperty("now", now);
    json.writeNumberProperty("difference", now.subtract(then));
    json.writeEndObject();
  }
}
