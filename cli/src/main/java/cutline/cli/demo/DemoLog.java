package cutline.cli.demo;

import cutline.bank.BankDefinition;
import cutline.bank.config.ConfigurationException;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.command.CommandException;
import cutline.cli.web.WebAddress;
import cutline.cli.web.WebPage;
import cutline.console.Console;
import cutline.console.json.Json;
import cutline.console.log.LogInfo;
import cutline.console.log.LogShape;
import cutline.console.log.Notice;
import cutline.console.log.Order;
import cutline.console.log.Orders;
import cutline.console.log.SnapshotTrack;
import cutline.console.log.WatchedLog;
import cutline.console.report.Report;
import cutline.console.web.Metrics;
import cutline.core.SnapshotId;
import cutline.trace.Event;
import cutline.trace.LogHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The demo's bank as its page shows it, and as its report will. */
final class DemoLog implements LiveLog.Sink, Orders, AutoCloseable {

  private final WebAddress address;
  private @Nullable Metrics metrics;
  private @Nullable WatchedLog log;
  private @Nullable WebPage page;
  private volatile Orders orders = Orders.NONE;

  /**
   * A log of which nothing is there yet.
   *
   * @param address whether and where there is to be a page of it
   */
  DemoLog(WebAddress address) {
    this.address = address;
  }

  @Override
  public void begin(BankDefinition bank, LogHeader header) {
    Map<String, Long> opening = new HashMap<>();
    bank.names().forEach(name -> opening.put(name, bank.share(name)));
    metrics = address.isWanted() ? new Metrics() : null;
    log =
        WatchedLog.live(
            new LogInfo(
                LogInfo.MAIN,
                LogInfo.Mode.LIVE,
                "Bank of %d branches".formatted(bank.members().size()),
                null,
                Instant.now()),
            new LogShape(header, null, opening, true),
            this,
            metrics == null ? WatchedLog.Listener.NONE : metrics);
  }

  /** Begins to serve the page, if one is wanted; gives it, or null. */
  @Nullable WebPage serve() throws CommandException, ConfigurationException {
    WatchedLog served = log;
    Metrics told = metrics;
    if (served != null && told != null) {
      page = address.serve((at, keys) -> Console.of(at, keys, served, told));
    }
    return page;
  }

  /** Who carries out what is ordered on the page from now on. */
  void obey(Orders by) {
    orders = by;
  }

  /** The log; null before the bank is there. */
  @Nullable WatchedLog log() {
    return log;
  }

  @Override
  public void event(Event event) {
    if (log != null) {
      log.add(event);
    }
  }

  /** Somebody is to read this. */
  void notice(Notice notice) {
    if (log != null) {
      log.notice(notice);
    }
  }

  /** A snapshot was decided that was taken here. */
  void decided(BankSnapshot snapshot) {
    SnapshotId id = snapshot.snapshot().id();
    if (id != null && log != null) {
      log.decided(
          id.toString(),
          new SnapshotTrack.Decision(
              snapshot.snapshot().status().name(),
              snapshot.snapshot().reason(),
              Json.text(snapshot.startedAt()),
              snapshot.took().toNanos() / Duration.ofNanos(1_000).toNanos()));
    }
  }

  /**
   * Writes what remains of it into a directory.
   *
   * @param lines what was said
   * @return the names of the files
   */
  List<String> write(Path directory, String title, List<String> lines) throws IOException {
    List<String> files = new ArrayList<>();
    WatchedLog written = log;
    if (written != null) {
      String picture = Report.picture(written);
      Files.writeString(directory.resolve("report.html"), Report.html(written, title, lines));
      files.add("report.html");
      if (picture != null) {
        Files.writeString(directory.resolve("cut.svg"), picture);
        files.add("cut.svg");
      }
      Files.writeString(directory.resolve("events.ndjson"), Report.events(written));
      files.add("events.ndjson");
    }
    return files;
  }

  @Override
  public void pause() {}

  @Override
  public void end() {}

  @Override
  public Set<Order.Kind> accepted() {
    return orders.accepted();
  }

  @Override
  public boolean isPaused() {
    return orders.isPaused();
  }

  @Override
  public boolean give(Order order) {
    return orders.give(order);
  }

  @Override
  public void close() {
    if (page != null) {
      page.close();
    }
  }
}
