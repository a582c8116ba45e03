package cutline.cli.live;

import cutline.bank.BankConnection;
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
import cutline.console.web.Metrics;
import cutline.core.SnapshotId;
import cutline.trace.Event;
import cutline.trace.LogHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bank at work as its page shows it, and as a report will. */
public final class ShownLog implements LiveLog.Sink, Orders, AutoCloseable {

  private final WebAddress address;
  private final String members;
  private @Nullable Metrics metrics;
  private @Nullable WatchedLog log;
  private @Nullable WebPage page;
  private @Nullable VitalSigns vitalSigns;
  private volatile Orders orders = Orders.NONE;

  /**
   * A log of which nothing is there yet.
   *
   * @param address whether and where there is to be a page of it
   * @param members what its members are called
   */
  public ShownLog(WebAddress address, String members) {
    this.address = address;
    this.members = members;
  }

  @Override
  public void begin(LogHeader header, Map<String, Long> opening) {
    metrics = address.isWanted() ? new Metrics() : null;
    log =
        WatchedLog.live(
            new LogInfo(
                LogInfo.MAIN,
                LogInfo.Mode.LIVE,
                "Bank of %d %s".formatted(header.processes().size(), members),
                null,
                Instant.now()),
            new LogShape(header, null, opening),
            this,
            metrics == null ? WatchedLog.Listener.NONE : metrics);
  }

  /**
   * Begins to serve the page, if one is wanted.
   *
   * @param bank connects with the members, who are asked how they do
   * @return the page, or null
   */
  public @Nullable WebPage serve(Supplier<BankConnection> bank)
      throws CommandException, ConfigurationException {
    WatchedLog served = log;
    Metrics told = metrics;
    if (served != null && told != null) {
      page = address.serve((at, keys) -> Console.of(at, keys, served, told));
      vitalSigns = new VitalSigns(bank, told);
    }
    return page;
  }

  /** Who carries out what is ordered on the page from now on. */
  public void obey(Orders by) {
    orders = by;
  }

  /** The log; null before the bank is there. */
  public @Nullable WatchedLog log() {
    return log;
  }

  @Override
  public void event(Event event) {
    if (log != null) {
      log.add(event);
    }
  }

  /** Somebody is to read this. */
  public void notice(Notice notice) {
    if (log != null) {
      log.notice(notice);
    }
  }

  /** A snapshot was decided that was taken here. */
  public void decided(BankSnapshot snapshot) {
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
    if (vitalSigns != null) {
      vitalSigns.close();
    }
    if (page != null) {
      page.close();
    }
  }
}
