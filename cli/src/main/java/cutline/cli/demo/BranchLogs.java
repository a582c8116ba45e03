package cutline.cli.demo;

import cutline.bank.BankDefinition;
import cutline.cli.branch.BranchProcess;
import cutline.cli.live.LiveLog;
import cutline.trace.Action;
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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Reads what the branches of a bank write, which are child processes, for one log of them all. A
 * log that cannot be gone on with ends with one line; the bank notices nothing.
 */
final class BranchLogs implements AutoCloseable {

  /** Exit codes above this one stand for signals. */
  private static final int SIGNALS = 128;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LiveLog log;
  private final Consumer<String> told;
  private final Map<String, CompletableFuture<Void>> followed = new HashMap<>();
  private final Map<String, ObservationLogReader> readers = new HashMap<>();

  /**
   * Nothing is read yet.
   *
   * @param told is told, in a sentence, if the log ends early
   */
  BranchLogs(LiveLog log, Consumer<String> told) {
    this.log = log;
    this.told = told;
  }

  /** This is the bank; before any of its branches is followed. */
  synchronized void begin(BankDefinition bank) {
    Processes processes = new Processes(bank.names());
    LogHeader header = new LogHeader(bank.id(), processes, null, bank.total(), bank.order());
    Map<String, Long> opening = new HashMap<>();
    for (String name : processes.names()) {
      readers.put(name, new ObservationLogReader(name, header));
      opening.put(name, bank.share(name));
    }
    log.begin(header, opening);
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
        take(branch.name(), line);
        if (!lines.ready()) {
          log.pause();
        }
      }
    } catch (IOException e) {
      // As good as its end: what is missing, the next numbers show.
    }
    branch.whenEnded(exitCode -> {
      if (exitCode > SIGNALS) {
        log.take(new Observation(branch.name(), LiveLog.now(), new Action.Kill()));
        log.pause();
      }
    });
  }

  private synchronized void take(String process, String line) {
    ObservationLogReader reader = readers.get(process);
    if (reader == null) {
      return;
    }
    try {
      reader.line("the log of " + process + ": ", line).forEach(log::take);
    } catch (EventLogException e) {
      readers.clear();
      log.stop();
      told.accept("The log ends here: " + e.getMessage());
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
    log.end();
  }
}
