package cutline.cli.attach;

import cutline.bank.config.Member;
import cutline.bank.wire.OpenSnapshot;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.command.Protocol;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How a bank is, as one line of JSON, in the schema {@code cutline.status/1} (docs/formats.md). */
final class StatusJson {

  private static final JsonFactory JSON = new JsonFactory();

  private StatusJson() {}

  static String line(BankStatus status) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", "cutline.status/1");
      json.writeStringProperty("bank", status.bank().id());
      json.writeNumberProperty("total", status.bank().total());
      json.writeStringProperty("transport", Protocol.of(status.bank().order()).word());
      json.writeArrayPropertyStart("members");
      for (Member member : status.bank().members()) {
        json.writeStartObject();
        json.writeStringProperty("name", member.name());
        json.writeStringProperty("host", member.host());
        json.writeNumberProperty("port", member.port());
        Status said = status.statuses().get(member.name());
        if (said == null) {
          String obstacle = status.obstacles().getOrDefault(member.name(), "");
          unreachable(json, BankStatus.reason(obstacle));
        } else {
          reachable(json, said);
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void reachable(JsonGenerator json, Status said) {
    json.writeStringProperty("state", MemberState.of(said).word());
    json.writeNumberProperty("balance", said.getBalance());
    json.writeNumberProperty("sent", said.getSent());
    json.writeNumberProperty("received", said.getReceived());
    json.writeNumberProperty(
        "connected", said.getPeersList().stream().filter(Peer::getConnected).count());
    json.writeNumberProperty("peers", said.getPeersCount());
    json.writeArrayPropertyStart("openSnapshots");
    for (OpenSnapshot open : said.getOpenList()) {
      json.writeString(open.getSnapshot());
    }
    json.writeEndArray();
    json.writeNullProperty("obstacle");
  }

  private static void unreachable(JsonGenerator json, String obstacle) {
    json.writeStringProperty("state", "unreachable");
    for (String unknown :
        new String[] {"balance", "sent", "received", "connected", "peers", "openSnapshots"}) {
      json.writeNullProperty(unknown);
    }
    json.writeStringProperty("obstacle", obstacle);
  }
}
