package cutline.console.web;

import cutline.console.log.LogState;
import cutline.console.log.SnapshotTrack;
import cutline.console.log.WatchedLog;
import cutline.trace.Action;
import cutline.trace.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a bank does, in figures for Prometheus. */
public final class Metrics implements WatchedLog.Listener {

  /** Of more processes, the channels have one figure together: each pair would have its own. */
  private static final int MOST_LABELLED = 16;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter sent = transfers("sent");
  private final Counter received = transfers("received");
  private final Counter aborts =
      Counter.builder("cutline.aborts").description("Parts that were given up").register(registry);
  private final Counter gaps =
      Counter.builder("cutline.log.gaps")
          .description("Places where something is missing in the log")
          .register(registry);
  private final Timer durations =
      Timer.builder("cutline.snapshot.duration")
          .description("From the initiation to the last part, of completed snapshots")
          .serviceLevelObjectives(
              Duration.ofMillis(1),
              Duration.ofMillis(5),
              Duration.ofMillis(20),
              Duration.ofMillis(100),
              Duration.ofMillis(500),
              Duration.ofSeconds(2),
              Duration.ofSeconds(10))
          .register(registry);

  /** Nothing is counted yet. */
  public Metrics() {}

  private Counter transfers(String end) {
    return Counter.builder("cutline.transfers")
        .description("Transfers")
        .tag("end", end)
        .register(registry);
  }

  /** From now on, the state of a log is shown, too. */
  void show(WatchedLog log) {
    Gauge.builder("cutline.in.flight.dollars", () -> log.now().inFlightTotal())
        .description("Money in flight")
        .register(registry);
    Gauge.builder("cutline.in.flight.messages", () -> sentLessReceived(log.now()))
        .description("Transfers in flight")
        .register(registry);
    for (String process : log.shape().processes().names()) {
      Gauge.builder("cutline.balance.dollars", () -> balance(log.now(), process))
          .description("What a process has")
          .tag("process", process)
          .register(registry);
    }
  }

  private static long sentLessReceived(LogState state) {
    return state.inFlight().values().stream()
        .flatMap(messages -> messages.stream())
        .filter(message -> message.isMoney())
        .count();
  }

  private static Number balance(LogState state, String process) {
    var member = state.members().get(process);
    Long balance = member == null ? null : member.balance();
    return balance == null ? Double.NaN : balance;
  }

  /** From now on, the listeners of the server are shown, too. */
  void show(Streams streams) {
    Gauge.builder("cutline.console.streams", streams, Streams::open)
        .description("Pages that listen")
        .register(registry);
    Gauge.builder("cutline.console.streams.dropped", streams, Streams::dropped)
        .description("Pages that did not take what they were sent, or have gone")
        .register(registry);
  }

  @Override
  public void event(Event event) {
    switch (event.action()) {
      case Action.Send _ -> sent.increment();
      case Action.Receive _ -> received.increment();
      case Action.Abort _ -> aborts.increment();
      case Action.Gap _ -> gaps.increment();
      case Action.Connect _ -> of("cutline.connects", event).increment();
      case Action.Disconnect _ -> of("cutline.disconnects", event).increment();
      case Action.Restart _ -> of("cutline.restarts", event).increment();
      default -> {}
    }
  }

  private Counter of(String name, Event event) {
    return Counter.builder(name).tag("process", event.process()).register(registry);
  }

  @Override
  public void decided(SnapshotTrack snapshot) {
    Counter.builder("cutline.snapshots")
        .description("Snapshots that are decided")
        .tag("status", snapshot.status())
        .register(registry)
        .increment();
    if (!snapshot.status().equals("COMPLETE")) {
      return;
    }
    durations.record(snapshot.durationMicros(), TimeUnit.MICROSECONDS);
    for (Map.Entry<String, SnapshotTrack.Part> part : snapshot.parts().entrySet()) {
      for (SnapshotTrack.Closed closed : part.getValue().closed()) {
        DistributionSummary.Builder summary =
            DistributionSummary.builder("cutline.recording.messages")
                .description("How many messages were recorded of a channel in a snapshot");
        if (snapshot.parts().size() <= MOST_LABELLED) {
          summary.tag("from", closed.from()).tag("to", part.getKey());
        }
        summary.register(registry).record((double) closed.count());
      }
    }
  }

  String text() {
    return registry.scrape("text/plain; version=0.0.4; charset=utf-8");
  }
}
