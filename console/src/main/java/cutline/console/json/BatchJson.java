package cutline.console.json;

import cutline.console.log.LogState;
import cutline.console.log.Travelling;
import cutline.console.log.WatchedLog;
import cutline.core.Channel;
import cutline.trace.Action;
import cutline.trace.Event;
import cutline.trace.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** A batch of {@code GET /api/events}: what has happened since the one before. */
public final class BatchJson {

  /** Transfers of one channel, summed up. */
  private static final class Flow {
    long sent;
    long sentSum;
    long received;
    long receivedSum;
  }

  private BatchJson() {}

  /** One object. */
  public static String of(String run, long after, WatchedLog.Batch batch) {
    List<Event> events = batch.events();
    return Json.object(json -> {
      json.writeStringProperty("run", run);
      json.writeNumberProperty("after", after);
      json.writeNumberProperty("seq", events.getLast().seq());
      json.writeNumberProperty("at", events.getLast().at());
      LogState state = batch.state();
      if (state == null) {
        events(json, events);
      } else {
        aggregated(json, events);
        StateJson.balances(json, state);
        Json.objects(json, "inFlight", StateJson.money(state), BatchJson::inFlight);
        StateJson.totals(json, state);
        StateJson.counts(json, state);
        events(json, events.stream().filter(event -> !isMoney(event)).toList());
      }
    });
  }

  private static boolean isMoney(Event event) {
    return event.action() instanceof Action.Send || event.action() instanceof Action.Receive;
  }

  /** A field {@code events}, of events as they stand in a log. */
  public static void events(JsonGenerator json, List<Event> events) {
    json.writeArrayPropertyStart("events");
    events.forEach(event -> json.writeRawValue(EventJson.line(event)));
    json.writeEndArray();
  }

  private static void aggregated(JsonGenerator json, List<Event> events) {
    Map<Channel, Flow> flows = new TreeMap<>();
    for (Event event : events) {
      switch (event.action()) {
        case Action.Send send -> {
          Flow flow =
              flows.computeIfAbsent(new Channel(event.process(), send.to()), _ -> new Flow());
          flow.sent++;
          flow.sentSum += send.amount();
        }
        case Action.Receive receive -> {
          Flow flow =
              flows.computeIfAbsent(new Channel(receive.from(), event.process()), _ -> new Flow());
          flow.received++;
          flow.receivedSum += receive.amount();
        }
        default -> {}
      }
    }
    Json.objects(
        json,
        "aggregated",
        new ArrayList<>(flows.entrySet()),
        (to, entry) -> {
          to.writeStringProperty("from", entry.getKey().from());
          to.writeStringProperty("to", entry.getKey().to());
          to.writeNumberProperty("sent", entry.getValue().sent);
          to.writeNumberProperty("sentSum", entry.getValue().sentSum);
          to.writeNumberProperty("received", entry.getValue().received);
          to.writeNumberProperty("receivedSum", entry.getValue().receivedSum);
        });
  }

  private static void inFlight(JsonGenerator json, StateJson.Money money) {
    json.writeStringProperty("from", money.channel().from());
    json.writeStringProperty("to", money.channel().to());
    json.writeNumberProperty("count", money.messages().size());
    json.writeNumberProperty("sum", money.messages().stream().mapToLong(Travelling::amount).sum());
  }
}
