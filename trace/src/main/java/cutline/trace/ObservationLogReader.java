package cutline.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of one process line by line, over all its lives. The process numbers what it does;
 * a number that is missing becomes a {@link Action.Gap}. A line that a life has not finished
 * writing is passed over: its number is missing then, too.
 */
public final class ObservationLogReader {

  private final String process;
  private final LogHeader header;
  private final List<Observation> into = new ArrayList<>();
  private final Numbering numbering = new Numbering();
  private @Nullable EventLogException unreadable;

  /**
   * A reader to which no line has come yet.
   *
   * @param process whose log it is
   * @param header of what system
   */
  public ObservationLogReader(String process, LogHeader header) {
    this.process = process;
    this.header = header;
  }

  /**
   * The log in a file.
   *
   * @throws EventLogException if it cannot be read, or is not the log of a process
   */
  public static ObservationLog read(Path file) throws EventLogException {
    return TextLines.read(
        file,
        in -> {
          TextLines lines = new TextLines(file.toString(), in);
          ObservationLogReader reader = null;
          List<Observation> all = new ArrayList<>();
          for (String line = lines.next(); line != null; line = lines.next()) {
            if (reader == null) {
              JsonLine first = JsonLine.parse(lines.where(), line);
              LogHeader header = EventLogReader.header(first, ObservationLog.SCHEMA);
              reader =
                  new ObservationLogReader(
                      EventLogReader.process(first, "process", header.processes()), header);
            }
            all.addAll(reader.line(lines.where(), line));
            if (all.size() > EventLogReader.MAX_EVENTS) {
              throw new EventLogException(
                  lines.where()
                      + "there are more than %,d events".formatted(EventLogReader.MAX_EVENTS));
            }
          }
          if (reader == null) {
            throw new EventLogException(
                "%s: is empty; the log of a process begins with {\"schema\":\"%s\",…}"
                    .formatted(file, ObservationLog.SCHEMA));
          }
          if (!lines.isCutOff()) {
            reader.requireReadable();
          }
          return new ObservationLog(reader.header, reader.process, all);
        });
  }

  /**
   * Takes the next line.
   *
   * @param where what messages begin with
   * @return what it tells, in order; nothing if it is a header
   * @throws EventLogException if this or the line before makes no sense
   */
  public List<Observation> line(String where, String text) throws EventLogException {
    into.clear();
    JsonLine line;
    try {
      line = JsonLine.parse(where, text);
    } catch (EventLogException e) {
      requireReadable();
      unreadable = e;
      return List.of();
    }
    if (line.optionalText("schema") == null) {
      requireReadable();
      event(line);
    } else {
      // A new life: what the one before wrote last may be cut off.
      unreadable = null;
      requireSame(line);
    }
    return List.copyOf(into);
  }

  private void requireReadable() throws EventLogException {
    if (unreadable != null) {
      throw unreadable;
    }
  }

  private void requireSame(JsonLine line) throws EventLogException {
    LogHeader other = EventLogReader.header(line, ObservationLog.SCHEMA);
    String name = line.text("process");
    if (!other.equals(header) || !name.equals(process)) {
      throw line.error(
          "is the log of %s in %s, and was that of %s in %s before; one file is for one process"
              .formatted(
                  JsonLine.shown(name),
                  JsonLine.shown(other.bank()),
                  JsonLine.shown(process),
                  JsonLine.shown(header.bank())));
    }
  }

  private void event(JsonLine line) throws EventLogException {
    long at = line.number("at", 0);
    Action action = EventLogReader.action(line, header.processes());
    Long number = line.optionalNumber("number", 1);
    if (number != null) {
      if (number < numbering.next()) {
        throw line.error(
            "\"number\" is %d, and must be at least %d: the process has begun anew, or two write"
                    .formatted(number, numbering.next())
                + " into one file");
      }
      Action.Gap gap = numbering.take(number);
      if (gap != null) {
        into.add(new Observation(process, at, gap));
      }
    }
    into.add(new Observation(process, at, action));
  }
}
