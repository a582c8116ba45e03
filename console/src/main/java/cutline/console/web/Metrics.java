package cutline.console.web;

import cutline.console.log.LogState;
import cutline.console.log.SnapshotTrack;
import cutline.console.log.WatchedLog;
import cutline.core.Channel;
import cutline.trace.Action;
import cutline.trace.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Channels on which there was a connection before. */
  private final Set<Channel> met = new HashSet<>();

  private final Map<String, Vitals> vitals = new ConcurrentHashMap<>();

  /**
   * How a process does that cannot be seen in a log.
   *
   * @param commits how many there have been since it was measured
   * @param commitNanos how long they took together
   * @param slowestCommitNanos the slowest one of late
   * @param waiting what has come to it and is not handled
   */
  public record Vitals(long commits, long commitNanos, long slowestCommitNanos, long waiting) {

    static final Vitals NONE = new Vitals(0, 0, 0, 0);
  }

  /** Nothing is counted yet. */
  public Metrics() {}

  /** This is how a process does now. */
  public void vitals(String process, Vitals now) {
    Vitals before = vitals.put(process, now);
    if (before == null) {
      showVitals(process);
    }
  }

  private void showVitals(String process) {
    FunctionTimer.builder(
            "cutline.commit",
            this,
            all -> all.vitals(process).commits(),
            all -> (double) all.vitals(process).commitNanos(),
            TimeUnit.NANOSECONDS)
        .description("How long commits take")
        .tag("process", process)
        .register(registry);
    TimeGauge.builder(
            "cutline.commit.slowest",
            () -> vitals(process).slowestCommitNanos(),
            TimeUnit.NANOSECONDS)
        .description("The slowest commit since the process was asked last")
        .tag("process", process)
        .register(registry);
    Gauge.builder("cutline.mailbox.depth", () -> vitals(process).waiting())
        .description("What has come to a process and is not handled")
        .tag("process", process)
        .register(registry);
  }

  private Vitals vitals(String process) {
    return vitals.getOrDefault(process, Vitals.NONE);
  }

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
    FunctionCounter.builder("cutline.console.streams.dropped", streams, Streams::dropped)
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
      case Action.Connect(String peer) -> {
        of("cutline.connects", event).increment();
        if (!met.add(new Channel(event.process(), peer))) {
          of("cutline.reconnects", event).increment();
        }
      }
      case Action.Disconnect(String peer) -> {
        of("cutline.disconnects", event).increment();
        met.add(new Channel(event.process(), peer));
      }
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
    boolean labelled = snapshot.parts().size() <= MOST_LABELLED;
    snapshot
        .parts()
        .forEach((process, part) -> {
          for (SnapshotTrack.Closed closed : part.closed()) {
            Tags channel = labelled ? Tags.of("from", closed.from(), "to", process) : Tags.empty();
            recording("messages", channel).record((double) closed.count());
            recording("dollars", channel).record((double) closed.sum());
          }
        });
  }

  private DistributionSummary recording(String unit, Tags channel) {
    return DistributionSummary.builder("cutline.recording." + unit)
        .description("How much was recorded of a channel in a snapshot")
        .tags(channel)
        .register(registry);
  }

  String text() {
    return registry.scrape("text/plain; version=0.0.4; charset=utf-8");
  }
}
