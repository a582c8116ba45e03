package cutline.cli.demo;

import cutline.bank.config.ConfigurationException;
import cutline.cli.live.LiveLog;
import cutline.cli.observe.LogFile;
import cutline.trace.Event;
import cutline.trace.EventJson;
import cutline.trace.EventLogReader;
import cutline.trace.LogHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Writes a live log to a file. If that cannot be gone on with, the file ends with one line. */
final class EventFile implements LiveLog.Sink {

  private final LogFile file;
  private final Consumer<String> told;
  private long room;
  private boolean ended;

  private EventFile(LogFile file, Consumer<String> told) {
    this.file = file;
    this.told = told;
  }

  /**
   * A new file, in place of one that may be there.
   *
   * @param told is told, in a sentence, if it ends early
   * @throws ConfigurationException if it cannot be written
   */
  static EventFile create(Path file, Consumer<String> told) throws ConfigurationException {
    return new EventFile(LogFile.create(file), told);
  }

  @Override
  public void begin(LogHeader header, Map<String, Long> opening) {
    room = EventLogReader.most(header.processes());
    guarded(() -> {
      file.line(EventJson.line(header));
      file.flush();
    });
  }

  @Override
  public void event(Event event) {
    if (room == 0) {
      end("it has %,d events, the most that can be read again".formatted(event.seq() - 1));
    }
    room--;
    guarded(() -> file.line(EventJson.line(event)));
  }

  @Override
  public void pause() {
    guarded(file::flush);
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void guarded(Writing writing) {
    if (ended) {
      return;
    }
    try {
      writing.run();
    } catch (IOException e) {
      end(String.valueOf(e.getMessage()));
    }
  }

  private void end(String reason) {
    if (!ended) {
      ended = true;
      told.accept("The log in %s ends here: %s".formatted(file.name(), reason));
    }
  }

  @Override
  public void end() {
    try {
      file.close();
    } catch (IOException e) {
      told.accept("The log in %s lacks its end: %s".formatted(file.name(), e.getMessage()));
    }
  }
}
