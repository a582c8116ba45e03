package cutline.trace;

import cutline.core.ChannelOrder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log that anybody may have written. Fields that it does not know are passed over; what is
 * wrong is named with its line.
 */
public final class EventLogReader {

  /** The longest line, in bytes. */
  public static final int MAX_LINE = 64 * 1024;

  /** The most events. */
  public static final int MAX_EVENTS = 1_000_000;

  /** Of many processes, fewer events: each has a clock that counts them all. */
  private static final long MAX_COUNTS = 32_000_000;

  private static final String ALLOWED =
      "send, receive, record, marker-send, marker-receive, channel-closed, complete, abort, kill,"
          + " restart, restore, connect, disconnect or gap";

  private final String name;
  private final TextLines lines;

  private EventLogReader(String name, InputStream in) {
    this.name = name;
    this.lines = new TextLines(name, in);
  }

  /** The most events of a log of these processes. */
  public static long most(Processes processes) {
    return Math.min(MAX_EVENTS, MAX_COUNTS / processes.size());
  }

  /**
   * The log in a file.
   *
   * @throws EventLogException if it cannot be read, or is not a log
   */
  public static EventLog read(Path file) throws EventLogException {
    return TextLines.read(file, in -> read(file.toString(), in));
  }

  /**
   * The log in a stream.
   *
   * @param name how messages call it
   * @throws EventLogException if it is not a log
   */
  public static EventLog read(String name, InputStream in) throws EventLogException, IOException {
    return new EventLogReader(name, in).log();
  }

  private EventLog log() throws EventLogException, IOException {
    JsonLine first = nextLine();
    if (first == null) {
      throw new EventLogException(
          name + ": is empty; an event log begins with {\"schema\":\"" + EventLog.SCHEMA + "\",…}");
    }
    LogHeader header = header(first, EventLog.SCHEMA);
    List<Event> events = new ArrayList<>();
    long most = most(header.processes());
    long seq = 0;
    for (JsonLine next = nextLine(); next != null; next = nextLine()) {
      Event event = event(next, header.processes());
      if (event.seq() <= seq) {
        throw next.error(
            "\"seq\" is %d, and must be more than %d, that of the event before"
                .formatted(event.seq(), seq));
      }
      if (events.size() == most) {
        throw next.error(
            "there are more than %,d events, the most of a log of %d processes"
                .formatted(most, header.processes().size()));
      }
      seq = event.seq();
      events.add(event);
    }
    return new EventLog(header, events);
  }

  private @Nullable JsonLine nextLine() throws EventLogException, IOException {
    String line = lines.next();
    if (lines.isCutOff()) {
      throw new EventLogException(
          lines.where()
              + "the last line is cut off: it has no line break, so the log is not whole");
    }
    return line == null ? null : JsonLine.parse(lines.where(), line);
  }

  static LogHeader header(JsonLine fields, String wanted) throws EventLogException {
    String schema = fields.text("schema");
    if (!schema.equals(wanted)) {
      throw fields.error(
          "the schema is %s, and must be %s".formatted(JsonLine.shown(schema), wanted));
    }
    Processes processes;
    try {
      processes = new Processes(fields.texts("processes"));
    } catch (IllegalArgumentException e) {
      throw fields.error("\"processes\": " + e.getMessage());
    }
    return new LogHeader(
        fields.optionalText("bank"),
        processes,
        fields.optionalNumber("seed", Long.MIN_VALUE),
        fields.optionalNumber("total", 0),
        order(fields));
  }

  private static ChannelOrder order(JsonLine fields) throws EventLogException {
    String channels = fields.optionalText("channels");
    return switch (channels) {
      case null -> ChannelOrder.FIFO;
      case EventJson.FIFO -> ChannelOrder.FIFO;
      case EventJson.NON_FIFO -> ChannelOrder.NON_FIFO;
      default ->
          throw fields.error(
              "\"channels\" is %s, and must be %s or %s"
                  .formatted(JsonLine.shown(channels), EventJson.FIFO, EventJson.NON_FIFO));
    };
  }

  private static Event event(JsonLine fields, Processes processes) throws EventLogException {
    return new Event(
        fields.number("seq", 1),
        fields.number("at", 0),
        process(fields, "process", processes),
        fields.clock("clock", processes),
        action(fields, processes));
  }

  static Action action(JsonLine fields, Processes processes) throws EventLogException {
    String type = fields.text("type");
    return switch (type) {
      case "send" ->
          new Action.Send(
              process(fields, "to", processes),
              fields.text("message"),
              fields.number("amount", 1),
              balance(fields));
      case "receive" ->
          new Action.Receive(
              process(fields, "from", processes),
              fields.text("message"),
              fields.number("amount", 1),
              balance(fields),
              fields.texts("recorded"));
      case "record" -> new Action.RecordState(fields.text("snapshot"), balance(fields));
      case "marker-send" ->
          new Action.MarkerSend(
              process(fields, "to", processes), fields.text("message"), fields.text("snapshot"));
      case "marker-receive" ->
          new Action.MarkerReceive(
              process(fields, "from", processes), fields.text("message"), fields.text("snapshot"));
      case "channel-closed" ->
          new Action.ChannelClosed(process(fields, "from", processes), fields.text("snapshot"));
      case "complete" -> new Action.Complete(fields.text("snapshot"));
      case "abort" -> new Action.Abort(fields.text("snapshot"), fields.optionalText("reason"));
      case "kill" -> new Action.Kill();
      case "restart" -> new Action.Restart(balance(fields));
      case "restore" -> new Action.Restore(fields.text("snapshot"), balance(fields));
      case "connect" -> new Action.Connect(process(fields, "peer", processes));
      case "disconnect" -> new Action.Disconnect(process(fields, "peer", processes));
      case "gap" -> {
        String reason = fields.optionalText("reason");
        yield new Action.Gap(reason == null ? "something is missing" : reason, balance(fields));
      }
      default ->
          throw fields.error(
              "\"type\" is %s, and must be %s".formatted(JsonLine.shown(type), ALLOWED));
    };
  }

  private static @Nullable Long balance(JsonLine fields) throws EventLogException {
    return fields.optionalNumber("balance", 0);
  }

  static String process(JsonLine fields, String name, Processes processes)
      throws EventLogException {
    String process = fields.text(name);
    if (processes.number(process) < 0) {
      throw fields.error(
          "\"%s\" is %s, which is not one of the processes of the first line"
              .formatted(name, JsonLine.shown(process)));
    }
    return process;
  }
}
