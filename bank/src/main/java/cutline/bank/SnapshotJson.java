package cutline.bank;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import java.io.StringWriter;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A snapshot as one line of JSON, in the schema {@code cutline.snapshot/1} (docs/formats.md). */
public final class SnapshotJson {

  /** What the lines say that they are. */
  public static final String SCHEMA = "cutline.snapshot/1";

  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private SnapshotJson() {}

  /** The snapshot as one JSON object, without a line break. */
  public static String line(BankSnapshot bankSnapshot) {
    return line(bankSnapshot, null);
  }

  /**
   * The same, and which bank it is of.
   *
   * @param bank the bank's id, or null to say nothing of it
   */
  public static String line(BankSnapshot bankSnapshot, @Nullable String bank) {
    GlobalSnapshot<BranchState, Transfer> snapshot = bankSnapshot.snapshot();
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", SCHEMA);
      string(json, "id", snapshot.id() == null ? null : snapshot.id().toString());
      json.writeStringProperty("initiator", snapshot.initiator());
      json.writeStringProperty("status", snapshot.status().name());
      string(json, "reason", snapshot.reason());
      json.writeObjectPropertyStart("balances");
      for (Map.Entry<String, BranchState> state : snapshot.states().entrySet()) {
        json.writeNumberProperty(state.getKey(), state.getValue().balance());
      }
      json.writeEndObject();
      json.writeArrayPropertyStart("channels");
      for (Map.Entry<Channel, List<Transfer>> channel : snapshot.channels().entrySet()) {
        json.writeStartObject();
        json.writeStringProperty("from", channel.getKey().from());
        json.writeStringProperty("to", channel.getKey().to());
        json.writeArrayPropertyStart("amounts");
        for (Transfer transfer : channel.getValue()) {
          json.writeNumber(transfer.amount());
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      number(json, "balanceTotal", bankSnapshot.balanceTotal());
      number(json, "inFlightTotal", bankSnapshot.inFlightTotal());
      number(json, "total", snapshot.isComplete() ? bankSnapshot.total() : null);
      json.writeNumberProperty("expected", bankSnapshot.expected());
      if (snapshot.isComplete()) {
        json.writeBooleanProperty("consistent", !bankSnapshot.isInconsistent());
      } else {
        json.writeNullProperty("consistent");
      }
      json.writeNumberProperty("markers", snapshot.markers());
      json.writeStringProperty("startedAt", INSTANT.format(bankSnapshot.startedAt()));
      json.writeNumberProperty("durationMicros", bankSnapshot.took().toNanos() / 1_000);
      if (bank != null) {
        json.writeStringProperty("bank", bank);
      }
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

  private static void number(JsonGenerator json, String name, @Nullable BigInteger value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }
}
