package cutline.cli.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What the parts below the command line log, as lines among its own. The JDK's way would write two
 * lines with a date, and make the thread wait that has something to say.
 */
public final class LibraryLog extends Handler {

  private static final SimpleFormatter FORMATTER = new SimpleFormatter();

  private final Consumer<String> lines;

  private LibraryLog(Consumer<String> lines) {
    this.lines = lines;
  }

  /** From now on, warnings and worse go there, and nowhere else. */
  public static void to(Consumer<String> lines) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(new LibraryLog(lines));
  }

  @Override
  public void publish(LogRecord logged) {
    if (!isLoggable(logged)) {
      return;
    }
    StringWriter text = new StringWriter();
    text.append(FORMATTER.formatMessage(logged));
    if (logged.getThrown() != null) {
      PrintWriter trace = new PrintWriter(text.append('\n'));
      logged.getThrown().printStackTrace(trace);
      trace.flush();
    }
    lines.accept(text.toString().strip());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
