package cutline.cli.demo;

import cutline.bank.BankDefinition;
import cutline.bank.config.ConfigurationException;
import cutline.cli.branch.BranchProcess;
import cutline.cli.observe.LogFile;
import cutline.trace.Action;
import cutline.trace.Collector;
import cutline.trace.Event;
import cutline.trace.EventJson;
import cutline.trace.EventLogException;
import cutline.trace.EventLogReader;
import cutline.trace.LogHeader;
import cutline.trace.Observation;
import cutline.trace.ObservationLogReader;
import cutline.trace.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event log of a bank whose branches are child processes, while it runs. A log that cannot be
 * gone on with ends with one line; the bank notices nothing.
 */
final class LiveLog implements AutoCloseable {

  /** So many events wait at most for what caused them. */
  private static final int MOST_HELD = 100_000;

  /** Exit codes above this one stand for signals. */
  private static final int SIGNALS = 128;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LogFile file;
  private final Consumer<String> told;
  private final long start = micros();
  private final Map<String, CompletableFuture<Void>> followed = new HashMap<>();
  private final Map<String, ObservationLogReader> readers = new HashMap<>();
  private @Nullable Collector collector;
  private long room;
  private boolean ended;

  private LiveLog(LogFile file, Consumer<String> told) {
    this.file = file;
    this.told = told;
  }

  /**
   * A log in this file, in place of one that may be there.
   *
   * @param told is told, in a sentence, if it ends early
   * @throws ConfigurationException if the file cannot be written
   */
  static LiveLog create(Path file, Consumer<String> told) throws ConfigurationException {
    return new LiveLog(LogFile.create(file), told);
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
    room = EventLogReader.most(processes);
    collector = new Collector(processes, MOST_HELD, this::write);
    guarded(() -> {
      file.line(EventJson.line(header));
      file.flush();
    });
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
    guarded(() -> {
      for (Observation each : reader.line("the log of " + process + ": ", line)) {
        take(each);
      }
      if (pauses) {
        file.flush();
      }
    });
  }

  private synchronized void killed(String process) {
    guarded(() -> {
      take(new Observation(process, micros(), new Action.Kill()));
      file.flush();
    });
  }

  private void take(Observation each) {
    if (collector != null && !ended) {
      collector.take(
          new Observation(each.process(), Math.max(0, each.at() - start), each.action()));
    }
  }

  private void write(Event event) {
    if (room == 0) {
      end("it has %,d events, the most that can be read again".formatted(event.seq() - 1));
    }
    if (ended) {
      return;
    }
    room--;
    try {
      file.line(EventJson.line(event));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Writing {
    void run() throws IOException, EventLogException;
  }

  private void guarded(Writing writing) {
    if (ended) {
      return;
    }
    try {
      writing.run();
    } catch (IOException | UncheckedIOException | EventLogException e) {
      end(String.valueOf(e.getMessage()));
    }
  }

  private void end(String reason) {
    if (!ended) {
      ended = true;
      told.accept("The log in %s ends here: %s".formatted(file.name(), reason));
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
      told.accept("The log in %s may lack its end: %s".formatted(file.name(), e));
    }
    synchronized (this) {
      Collector last = collector;
      if (last != null) {
        guarded(last::finish);
      }
      ended = true;
      try {
        file.close();
      } catch (IOException e) {
        told.accept("The log in %s lacks its end: %s".formatted(file.name(), e.getMessage()));
      }
    }
  }
}
