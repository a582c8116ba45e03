package cutline.trace.export;

import cutline.trace.Event;
import cutline.trace.EventJson;
import cutline.trace.EventLog;
import cutline.trace.Story;

/**
 * A log as ShiViz reads it: the regular expression that parses it, an empty line, since it is of
 * one execution, then two lines an event.
 */
public final class ShiVizLog {

  private static final String PARSER = "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})";

  private ShiVizLog() {}

  /** The text of the file. */
  public static String of(EventLog log) {
    StringBuilder text = new StringBuilder(PARSER).append("\n\n");
    for (Event event : log.events()) {
      text.append(Story.line(event).replaceAll("[\\p{Cntrl}\u2028\u2029]", " "))
          .append('\n')
          .append(event.process())
          .append(' ')
          .append(EventJson.clock(event.clock()))
          .append('\n');
    }
    return text.toString();
  }
}
