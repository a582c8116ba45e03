package cutline.console.json;

import cutline.console.log.LogInfo;
import cutline.console.log.LogState;
import cutline.console.log.Member;
import cutline.console.log.Order;
import cutline.console.log.Recording;
import cutline.console.log.Travelling;
import cutline.console.log.WatchedLog;
import cutline.core.Channel;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/state}: a global state of a log. */
public final class StateJson {

  private StateJson() {}

  /**
   * One object.
   *
   * @param state one of the log's states
   * @param orders those that the one who asks may give
   */
  public static String of(
      String run, WatchedLog log, LogState state, Collection<Order.Kind> orders) {
    LogInfo info = log.info();
    return Json.object(json -> {
      json.writeStringProperty("run", run);
      json.writeStringProperty("log", info.id());
      json.writeStringProperty("mode", info.mode().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("title", info.title());
      Json.string(json, "bank", log.shape().header().bank());
      Json.number(json, "seed", log.shape().header().seed());
      json.writeNumberProperty("seq", state.seq());
      json.writeNumberProperty("first", log.first());
      json.writeNumberProperty("last", log.last());
      json.writeNumberProperty("at", state.at());
      json.writeNumberProperty("atFirst", log.atFirst());
      json.writeNumberProperty("atLast", log.atLast());
      Json.instant(json, "startedAt", info.startedAt());
      Json.strings(json, "processes", log.shape().processes().names());
      channels(json, log.shape().channels());
      balances(json, state);
      Json.objects(json, "inFlight", money(state), StateJson::inFlight);
      markers(json, state);
      totals(json, state);
      Json.number(json, "expected", log.shape().header().total());
      Json.string(json, "uncertain", state.uncertain());
      states(json, state);
      recordings(json, state);
      counts(json, state);
      Json.strings(json, "orders", orders.stream().map(Order.Kind::word).toList());
      json.writeBooleanProperty("paused", log.orders().isPaused());
    });
  }

  private static void channels(JsonGenerator json, @Nullable SortedSet<Channel> channels) {
    if (channels == null) {
      json.writeNullProperty("channels");
      return;
    }
    json.writeArrayPropertyStart("channels");
    for (Channel channel : channels) {
      json.writeStartArray();
      json.writeString(channel.from());
      json.writeString(channel.to());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  static void balances(JsonGenerator json, LogState state) {
    json.writeObjectPropertyStart("balances");
    state.members().forEach((process, member) -> Json.number(json, process, member.balance()));
    json.writeEndObject();
  }

  /** The money in flight of one channel. */
  record Money(Channel channel, List<Travelling> messages) {}

  static List<Money> money(LogState state) {
    return state.inFlight().entrySet().stream()
        .map(entry ->
            new Money(
                entry.getKey(), entry.getValue().stream().filter(Travelling::isMoney).toList()))
        .filter(money -> !money.messages().isEmpty())
        .toList();
  }

  private static void inFlight(JsonGenerator json, Money money) {
    json.writeStringProperty("from", money.channel().from());
    json.writeStringProperty("to", money.channel().to());
    json.writeArrayPropertyStart("amounts");
    money.messages().forEach(message -> json.writeNumber(message.amount()));
    json.writeEndArray();
    Json.strings(json, "ids", money.messages().stream().map(Travelling::id).toList());
    json.writeArrayPropertyStart("sentAt");
    money.messages().forEach(message -> json.writeNumber(message.sentAt()));
    json.writeEndArray();
  }

  private static void markers(JsonGenerator json, LogState state) {
    json.writeArrayPropertyStart("markers");
    state
        .inFlight()
        .forEach((channel, messages) -> {
          for (Travelling message : messages) {
            if (!message.isMoney()) {
              json.writeStartObject();
              json.writeStringProperty("from", channel.from());
              json.writeStringProperty("to", channel.to());
              Json.string(json, "snapshot", message.snapshot());
              json.writeStringProperty("id", message.id());
              json.writeNumberProperty("sentAt", message.sentAt());
              json.writeEndObject();
            }
          }
        });
    json.writeEndArray();
  }

  static void totals(JsonGenerator json, LogState state) {
    Json.number(json, "balanceTotal", state.balanceTotal());
    Json.number(json, "inFlightTotal", state.inFlightTotal());
    Json.number(json, "total", state.total());
  }

  private static void states(JsonGenerator json, LogState state) {
    json.writeObjectPropertyStart("states");
    state.members().forEach((process, member) -> json.writeStringProperty(process, member.state()));
    json.writeEndObject();
  }

  private static void recordings(JsonGenerator json, LogState state) {
    json.writeArrayPropertyStart("recordings");
    for (Map.Entry<String, Member> member : state.members().entrySet()) {
      for (Map.Entry<String, Recording> entry : member.getValue().recordings().entrySet()) {
        Recording recording = entry.getValue();
        json.writeStartObject();
        json.writeStringProperty("snapshot", entry.getKey());
        json.writeStringProperty("process", member.getKey());
        json.writeNumberProperty("recordedAt", recording.recordedAt());
        Json.number(json, "balance", recording.balance());
        Json.objects(json, "open", recording.open().entrySet(), StateJson::recorded);
        Json.objects(json, "closed", recording.closed().entrySet(), StateJson::recorded);
        json.writeBooleanProperty("complete", recording.isComplete());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static void recorded(JsonGenerator json, Map.Entry<String, Recording.Recorded> channel) {
    json.writeStringProperty("from", channel.getKey());
    json.writeNumberProperty("count", channel.getValue().count());
    json.writeNumberProperty("sum", channel.getValue().sum());
  }

  static void counts(JsonGenerator json, LogState state) {
    json.writeObjectPropertyStart("counts");
    json.writeNumberProperty("sent", state.sent());
    json.writeNumberProperty("received", state.received());
    json.writeEndObject();
  }
}
