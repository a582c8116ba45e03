package cutline.trace;

import cutline.core.ChannelOrder;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Headers and events as JSON objects, in the schema {@code cutline.events/1}, and what single
 * processes tell, in {@code cutline.observations/1} (docs/formats.md).
 */
public final class EventJson {

  /** What a log says of its channels; without a word they are FIFO. */
  static final String FIFO = "fifo";

  static final String NON_FIFO = "non-fifo";

  private static final JsonFactory JSON = new JsonFactory();

  private EventJson() {}

  /** The first line of a log, without a line break. */
  public static String line(LogHeader header) {
    return written(json -> {
      json.writeStartObject();
      writeHeader(json, EventLog.SCHEMA, header);
      json.writeEndObject();
    });
  }

  /** An event as one line, without a line break. */
  public static String line(Event event) {
    return written(json -> write(json, event));
  }

  /** The first line of the log of one process, without a line break. */
  public static String line(String process, LogHeader header) {
    return written(json -> {
      json.writeStartObject();
      writeHeader(json, ObservationLog.SCHEMA, header);
      json.writeStringProperty("process", process);
      json.writeEndObject();
    });
  }

  /**
   * A line of the log of one process, without a line break.
   *
   * @param number which one it is of what the process has done, from 1; 0 if it is not counted
   * @param at microseconds since 1970, UTC
   */
  public static String line(long number, long at, Action action) {
    return written(json -> {
      json.writeStartObject();
      if (number > 0) {
        json.writeNumberProperty("number", number);
      }
      json.writeNumberProperty("at", at);
      json.writeStringProperty("type", action.type());
      write(json, action);
      json.writeEndObject();
    });
  }

  /** The whole log, line by line (NDJSON). */
  public static String lines(EventLog log) {
    StringBuilder text = new StringBuilder(line(log.header())).append('\n');
    log.events().forEach(event -> text.append(line(event)).append('\n'));
    return text.toString();
  }

  /** The whole log as one object: the header's fields, and {@code events}; an event a line. */
  public static String document(EventLog log) {
    StringBuilder text = new StringBuilder(line(log.header()));
    text.setLength(text.length() - 1);
    text.append(",\"events\":[");
    for (int i = 0; i < log.events().size(); i++) {
      text.append(i == 0 ? "\n" : ",\n").append(line(log.events().get(i)));
    }
    return text.append("\n]}\n").toString();
  }

  /** A clock as one object, which leaves out the processes that it knows nothing of. */
  public static String clock(VectorClock clock) {
    return written(json -> {
      json.writeStartObject();
      clock.forEach(json::writeNumberProperty);
      json.writeEndObject();
    });
  }

  private interface Writing {
    void to(JsonGenerator json);
  }

  private static String written(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      writing.to(json);
    }
    return text.toString();
  }

  private static void writeHeader(JsonGenerator json, String schema, LogHeader header) {
    json.writeStringProperty("schema", schema);
    string(json, "bank", header.bank());
    strings(json, "processes", header.processes().names());
    number(json, "seed", header.seed());
    number(json, "total", header.total());
    if (header.order() == ChannelOrder.NON_FIFO) {
      json.writeStringProperty("channels", NON_FIFO);
    }
  }

  private static void write(JsonGenerator json, Event event) {
    json.writeStartObject();
    json.writeNumberProperty("seq", event.seq());
    json.writeNumberProperty("at", event.at());
    json.writeStringProperty("process", event.process());
    json.writeObjectPropertyStart("clock");
    event.clock().forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeStringProperty("type", event.action().type());
    write(json, event.action());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Action action) {
    switch (action) {
      case Action.Send send -> {
        channel(json, "to", send.to(), send.message());
        json.writeNumberProperty("amount", send.amount());
        known(json, "balance", send.balance());
      }
      case Action.Receive receive -> {
        channel(json, "from", receive.from(), receive.message());
        json.writeNumberProperty("amount", receive.amount());
        known(json, "balance", receive.balance());
        if (!receive.recorded().isEmpty()) {
          strings(json, "recorded", receive.recorded());
        }
      }
      case Action.RecordState(String snapshot, Long balance) -> {
        json.writeStringProperty("snapshot", snapshot);
        known(json, "balance", balance);
      }
      case Action.MarkerSend(String to, String message, String snapshot) -> {
        channel(json, "to", to, message);
        json.writeStringProperty("snapshot", snapshot);
      }
      case Action.MarkerReceive(String from, String message, String snapshot) -> {
        channel(json, "from", from, message);
        json.writeStringProperty("snapshot", snapshot);
      }
      case Action.ChannelClosed(String from, String snapshot) -> {
        json.writeStringProperty("from", from);
        json.writeStringProperty("snapshot", snapshot);
      }
      case Action.Complete(String snapshot) -> json.writeStringProperty("snapshot", snapshot);
      case Action.Abort(String snapshot, String reason) -> {
        json.writeStringProperty("snapshot", snapshot);
        if (reason != null) {
          json.writeStringProperty("reason", reason);
        }
      }
      case Action.Kill _ -> {}
      case Action.Restart(Long balance) -> known(json, "balance", balance);
      case Action.Restore(String snapshot, Long balance) -> {
        json.writeStringProperty("snapshot", snapshot);
        known(json, "balance", balance);
      }
      case Action.Connect(String peer) -> json.writeStringProperty("peer", peer);
      case Action.Disconnect(String peer) -> json.writeStringProperty("peer", peer);
      case Action.Gap(String reason, Long balance) -> {
        json.writeStringProperty("reason", reason);
        known(json, "balance", balance);
      }
    }
  }

  private static void channel(JsonGenerator json, String end, String process, String message) {
    json.writeStringProperty(end, process);
    json.writeStringProperty("message", message);
  }

  private static void known(JsonGenerator json, String name, @Nullable Long value) {
    if (value != null) {
      json.writeNumberProperty(name, value);
    }
  }

  private static void number(JsonGenerator json, String name, @Nullable Long value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }

  private static void string(JsonGenerator json, String name, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }

  private static void strings(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
