package cutline.tcp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps log lines from the console, for tests that provoke them. */
final class CapturedLog extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  /** What this package says. */
  CapturedLog() {
    this("cutline.tcp");
  }

  CapturedLog(String name) {
    logger = Logger.getLogger(name);
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord logRecord) {
    records.add(logRecord);
  }

  List<String> lines() {
    return records.stream().map(LogRecord::getMessage).toList();
  }

  /** What told of the peers' faults. */
  List<String> warnings() {
    return records.stream()
        .filter(line -> line.getLevel().equals(Level.WARNING))
        .map(LogRecord::getMessage)
        .toList();
  }

  /** What told of faults of this program. */
  List<Throwable> bugs() {
    return records.stream()
        .filter(line -> line.getLevel().equals(Level.SEVERE))
        .map(LogRecord::getThrown)
        .toList();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
