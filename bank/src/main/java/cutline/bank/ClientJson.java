package cutline.bank;

import cutline.runtime.PeerStatus;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a client says of itself, each as one line of JSON (docs/formats.md). */
public final class ClientJson {

  private static final JsonFactory JSON = new JsonFactory();

  private ClientJson() {}

  /** Its balance, in the schema {@code cutline.balance/1}. */
  public static String balance(String client, long balance) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", "cutline.balance/1");
      json.writeStringProperty("client", client);
      json.writeNumberProperty("balance", balance);
      json.writeEndObject();
    }
    return text.toString();
  }

  /** The other clients as it sees them, in the schema {@code cutline.peers/1}. */
  public static String peers(String client, List<PeerStatus> peers) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", "cutline.peers/1");
      json.writeStringProperty("client", client);
      json.writeArrayPropertyStart("peers");
      for (PeerStatus peer : peers) {
        json.writeStartObject();
        json.writeStringProperty("client", peer.name());
        json.writeBooleanProperty("there", peer.isConnected());
        json.writeBooleanProperty("seen", peer.isMet());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }
}
