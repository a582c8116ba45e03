package cutline.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a connection has brought and nobody has handled yet. Above a bound it stops the reading. One
 * thread adds, any thread removes.
 */
final class Backlog {

  private final Connection connection;
  private final int most;
  private final AtomicInteger size = new AtomicInteger();
  private volatile boolean paused;

  Backlog(Connection connection, int most) {
    this.connection = connection;
    this.most = most;
  }

  /** So much has come; told before anyone can handle it. */
  void add(int count) {
    if (size.addAndGet(count) > most) {
      connection.pauseReading();
      // Not earlier: who handles the last of it must see this, and resume behind the pause.
      paused = true;
    }
  }

  /** So much was handled. */
  void remove(int count) {
    if (size.addAndGet(-count) <= most && paused) {
      paused = false;
      connection.resumeReading();
    }
  }
}
