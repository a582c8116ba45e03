package cutline.trace.export;

import cutline.trace.Action;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.Story;
import org.jspecify.annotations.Nullable;

/**
 * The part of a log around a cut as a sequence diagram of Mermaid. Its arrows take no time, so each
 * message stands where it is received.
 */
public final class MermaidDiagram {

  private static final int MOST_EVENTS = 80;

  private MermaidDiagram() {}

  /**
   * The text of the diagram.
   *
   * @param snapshot around which cut, or null for the first
   */
  public static String of(EventLog log, @Nullable String snapshot) {
    EventLog excerpt = Excerpt.around(log, snapshot, MOST_EVENTS);
    StringBuilder text = new StringBuilder("sequenceDiagram\n");
    for (int process = 0; process < log.processes().size(); process++) {
      text.append(
          "  participant p%d as %s\n"
              .formatted(process, escaped(log.processes().names().get(process))));
    }
    for (Event event : excerpt.events()) {
      String line = line(log, event);
      if (line != null) {
        text.append("  ").append(line).append('\n');
      }
    }
    return text.toString();
  }

  private static @Nullable String line(EventLog log, Event event) {
    String self = "p" + log.processes().number(event.process());
    return switch (event.action()) {
      case Action.Receive receive -> {
        String inFlight =
            receive.recorded().isEmpty()
                ? ""
                : ", in flight in " + String.join(" and ", receive.recorded());
        yield "p%d-)%s: %s"
            .formatted(
                log.processes().number(receive.from()),
                self,
                escaped(
                    "%s (%s)%s"
                        .formatted(Story.dollars(receive.amount()), receive.message(), inFlight)));
      }
      case Action.MarkerReceive marker ->
          "p%d--)%s: %s"
              .formatted(
                  log.processes().number(marker.from()),
                  self,
                  escaped("marker of " + marker.snapshot()));
      case Action.RecordState(String snapshot, Long balance) ->
          "Note over %s: %s"
              .formatted(
                  self,
                  escaped(
                      "cut of %s%s"
                          .formatted(
                              snapshot, balance == null ? "" : ": " + Story.dollars(balance))));
      case Action.Kill _, Action.Restart _, Action.Restore _, Action.Gap _, Action.Abort _ ->
          "Note over %s: %s".formatted(self, escaped(Story.line(event)));
      case Action.Send _,
          Action.MarkerSend _,
          Action.ChannelClosed _,
          Action.Complete _,
          Action.Connect _,
          Action.Disconnect _ ->
          null;
    };
  }

  /**
   * As Mermaid writes what it would read as its own: {@code #} and the code point and a semicolon.
   */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Character.isLetterOrDigit(c) || " $,.:()-_".indexOf(c) >= 0) {
            escaped.appendCodePoint(c);
          } else {
            escaped.append('#').append(Character.isISOControl(c) ? 32 : c).append(';');
          }
        });
    return escaped.toString();
  }
}
