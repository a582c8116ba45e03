package cutline.cli.demo;

import cutline.bank.BankDefinition;
import cutline.cli.branch.BranchProcess;
import cutline.trace.Action;
import cutline.trace.Collector;
import cutline.trace.Event;
import cutline.trace.EventLogException;
import cutline.trace.LogHeader;
import cutline.trace.Observation;
import cutline.trace.ObservationLogReader;
import cutline.trace.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event log of a bank whose branches are child processes, while it runs, for whoever takes it.
 * A log that cannot be gone on with ends with one line; the bank notices nothing.
 */
final class LiveLog implements AutoCloseable {

  /** Takes what happens, in a causal order. */
  interface Sink {

    /** This is the bank; before any event. */
    void begin(BankDefinition bank, LogHeader header);

    /** There is one more event. */
    void event(Event event);

    /** Nothing more comes for the moment. */
    void pause();

    /** Nothing more will come. */
    void end();
  }

  /** So many events wait at most for what caused them. */
  private static final int MOST_HELD = 100_000;

  /** Exit codes above this one stand for signals. */
  private static final int SIGNALS = 128;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Sink> sinks;
  private final Consumer<String> told;
  private final long start = micros();
  private final Map<String, CompletableFuture<Void>> followed = new HashMap<>();
  private final Map<String, ObservationLogReader> readers = new HashMap<>();
  private @Nullable Collector collector;
  private boolean ended;

  /**
   * A log of which nothing is there yet.
   *
   * @param told is told, in a sentence, if it ends early
   */
  LiveLog(List<Sink> sinks, Consumer<String> told) {
    this.sinks = List.copyOf(sinks);
    this.told = told;
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** This is the bank; before any of its branches is followed. */
  synchronized void begin(BankDefinition bank) {
    Processes processes = new Processes(bank.names());
    LogHeader header = new LogHeader(bank.id(), processes, null, bank.total());
    for (String name : processes.names()) {
      readers.put(name, new ObservationLogReader(name, header));
    }
    collector =
        new Collector(processes, MOST_HELD, event -> sinks.forEach(sink -> sink.event(event)));
    sinks.forEach(sink -> sink.begin(bank, header));
  }

  /** Takes what this branch writes, behind all that an earlier process of its name has written. */
  synchronized void follow(BranchProcess branch) {
    CompletableFuture<Void> earlier =
        followed.getOrDefault(branch.name(), CompletableFuture.completedFuture(null));
    followed.put(
        branch.name(),
        earlier.thenRunAsync(() -> read(branch), task -> Thread.ofVirtual().start(task)));
  }

  private void read(BranchProcess branch) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(branch.observations(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(branch.name(), line, !lines.ready());
      }
    } catch (IOException e) {
      // As good as its end: what is missing, the next numbers show.
    }
    branch.whenEnded(exitCode -> {
      if (exitCode > SIGNALS) {
        killed(branch.name());
      }
    });
  }

  private synchronized void take(String process, String line, boolean pauses) {
    ObservationLogReader reader = readers.get(process);
    if (ended || reader == null) {
      return;
    }
    try {
      for (Observation each : reader.line("the log of " + process + ": ", line)) {
        take(each);
      }
    } catch (EventLogException e) {
      ended = true;
      told.accept("The log ends here: " + e.getMessage());
    }
    if (pauses) {
      sinks.forEach(Sink::pause);
    }
  }

  private synchronized void killed(String process) {
    take(new Observation(process, micros(), new Action.Kill()));
    sinks.forEach(Sink::pause);
  }

  private void take(Observation each) {
    if (collector != null && !ended) {
      collector.take(
          new Observation(each.process(), Math.max(0, each.at() - start), each.action()));
    }
  }

  /** Takes what the branches have written to their end, which must have come. */
  @Override
  public void close() {
    CompletableFuture<?> all;
    synchronized (this) {
      all = CompletableFuture.allOf(followed.values().toArray(CompletableFuture[]::new));
    }
    try {
      all.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      told.accept("The log may lack its end: " + e);
    }
    synchronized (this) {
      Collector last = collector;
      if (last != null && !ended) {
        last.finish();
      }
      ended = true;
      sinks.forEach(Sink::end);
    }
  }
}
