package cutline.console;

import cutline.bank.config.ConfigurationException;
import cutline.console.lesson.Scenario;
import cutline.console.log.LogInfo;
import cutline.console.log.LogShape;
import cutline.console.log.WatchedLog;
import cutline.console.web.ConsoleWeb;
import cutline.console.web.Keys;
import cutline.console.web.Metrics;
import cutline.console.web.Origin;
import cutline.simulation.scenario.Changes;
import cutline.trace.EventLog;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A console that serves its page until it is closed. */
public final class Console implements AutoCloseable {

  private final WatchedLog log;
  private final ConsoleWeb web;

  private Console(
      ConsoleAddress address, Keys keys, WatchedLog log, @Nullable Origin origin, Metrics metrics)
      throws IOException {
    this.log = log;
    this.web =
        ConsoleWeb.start(
            address.resolved(),
            address.port(),
            port -> address.with(port).hosts(),
            keys,
            log,
            origin,
            metrics);
  }

  /**
   * Of a log that may grow.
   *
   * @param metrics those that are told what happens in the log
   * @throws IOException if there is no free port
   */
  public static Console of(ConsoleAddress address, Keys keys, WatchedLog log, Metrics metrics)
      throws IOException {
    return new Console(address, keys, log, null, metrics);
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
    return new Console(address, keys, watched, null, new Metrics());
  }

  /**
   * Of a scenario, which is run.
   *
   * @param title what it is, in a few words
   * @throws IOException if there is no free port
   * @throws ConfigurationException if the scenario is malformed
   */
  public static Console simulation(
      ConsoleAddress address, Keys keys, String title, Scenario scenario, @Nullable Long seed)
      throws IOException, ConfigurationException {
    Scenario.Run run = scenario.run(seed, Changes.NONE);
    WatchedLog watched =
        WatchedLog.ended(
            new LogInfo(
                LogInfo.MAIN,
                LogInfo.Mode.SIMULATION,
                Scenario.title(run.captions(), title),
                scenario.bug(),
                null),
            run.shape(),
            run.log());
    Origin origin = new Origin(null, title, scenario, seed, Changes.NONE);
    return new Console(address, keys, watched, origin, new Metrics());
  }

  /** The log that it shows first; of a bank that is at work, it is to be added to. */
  public WatchedLog log() {
    return log;
  }

  /** Where it is, as in {@code http://127.0.0.1:8080}. */
  public String url() {
    return web.url();
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
