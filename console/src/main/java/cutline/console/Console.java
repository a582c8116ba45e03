package cutline.console;

import cutline.console.log.LogInfo;
import cutline.console.log.LogShape;
import cutline.console.log.Orders;
import cutline.console.log.WatchedLog;
import cutline.console.web.ConsoleWeb;
import cutline.console.web.Keys;
import cutline.console.web.Metrics;
import cutline.trace.EventLog;
import cutline.trace.LogHeader;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** A console that serves its page until it is closed. */
public final class Console implements AutoCloseable {

  private final WatchedLog log;
  private final ConsoleWeb web;

  private Console(ConsoleAddress address, Keys keys, WatchedLog log, Metrics metrics)
      throws IOException {
    this.log = log;
    this.web =
        ConsoleWeb.start(
            address.resolved(),
            address.port(),
            port -> address.with(port).hosts(),
            keys,
            log,
            metrics);
  }

  /**
   * Of a bank that is at work.
   *
   * @param title what it is, in a few words
   * @param opening per process, what it began with
   * @param orders what can be ordered
   * @throws IOException if there is no free port
   */
  public static Console live(
      ConsoleAddress address,
      Keys keys,
      String title,
      LogHeader header,
      Map<String, Long> opening,
      Instant startedAt,
      Orders orders)
      throws IOException {
    Metrics metrics = new Metrics();
    WatchedLog log =
        WatchedLog.live(
            new LogInfo(LogInfo.MAIN, LogInfo.Mode.LIVE, title, null, startedAt),
            new LogShape(header, null, opening, true),
            orders,
            metrics);
    return new Console(address, keys, log, metrics);
  }

  /**
   * Of a log that has ended.
   *
   * @param title what it is, in a few words
   * @throws IOException if there is no free port
   * @throws ArithmeticException if amounts in the log add up to more than there can be
   */
  public static Console replay(ConsoleAddress address, Keys keys, String title, EventLog log)
      throws IOException {
    WatchedLog watched =
        WatchedLog.ended(
            new LogInfo(LogInfo.MAIN, LogInfo.Mode.REPLAY, title, null, null),
            LogShape.of(log),
            log);
    return new Console(address, keys, watched, new Metrics());
  }

  /** The log that it shows first; of a bank that is at work, it is to be added to. */
  public WatchedLog log() {
    return log;
  }

  /** The port that it listens on. */
  public int port() {
    return web.port();
  }

  /** A link that opens the page once, for somebody who may give orders. */
  public String launchLink() {
    return web.launchLink();
  }

  /** A link for many who only look. */
  public String guestLink() {
    return web.guestLink();
  }

  @Override
  public void close() {
    web.close();
  }
}
