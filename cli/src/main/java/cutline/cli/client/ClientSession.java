package cutline.cli.client;

import cutline.bank.BankProcess;
import cutline.bank.ProcessStatus;
import cutline.cli.command.End;
import cutline.cli.terminal.ProgressBar;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's conversation with a person or a script, on a thread of its own. */
final class ClientSession {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long PROGRESS_MILLIS = 200;

  private final BankProcess process;
  private final ClientCommands commands;
  private final ClientSnapshots snapshots;
  private final ClientConsole console;
  private final End end;
  private final Thread thread;

  ClientSession(
      BankProcess process,
      ClientCommands commands,
      ClientSnapshots snapshots,
      ClientConsole console,
      End end) {
    this.process = process;
    this.commands = commands;
    this.snapshots = snapshots;
    this.console = console;
    this.end = end;
    this.thread = Thread.ofPlatform().name("console").daemon().unstarted(this::run);
  }

  /** Begins to read; progress is shown by the executor. */
  void start(ScheduledExecutorService executor) {
    if (console.isInteractive()) {
      var _ =
          executor.scheduleWithFixedDelay(
              this::showProgress, PROGRESS_MILLIS, PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
    }
    thread.start();
  }

  private void run() {
    try {
      String lines = console.readLine(commands::completions);
      while (lines != null && execute(lines)) {
        lines = console.readLine(commands::completions);
      }
      awaitSnapshots();
      end.reached();
    } catch (InterruptedException e) {
      // Whoever interrupts it has ended the client already.
    } catch (RuntimeException | Error e) {
      end.failed(e);
    }
  }

  private boolean execute(String line) throws InterruptedException {
    boolean wantsMore = commands.execute(line);
    if (!console.isInteractive()) {
      snapshots.await();
    }
    return wantsMore;
  }

  private void awaitSnapshots() throws InterruptedException {
    int underWay = snapshots.countUnderWay();
    if (underWay > 0) {
      console.remark(
          "Waiting for %s; Ctrl-C ends it now."
              .formatted(underWay == 1 ? "a snapshot" : underWay + " snapshots"));
    }
    snapshots.await();
  }

  private void showProgress() {
    try {
      console.progress(progress());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String progress() throws InterruptedException {
    Duration longest = snapshots.longest();
    if (longest.compareTo(PATIENCE) < 0) {
      return "";
    }
    ProcessStatus status = status();
    if (status == null) {
      return "";
    }
    int reported =
        status.open().stream()
            .filter(open -> open.id().initiator().equals(process.name()))
            .mapToInt(open -> open.reported())
            .findFirst()
            .orElse(0);
    int more = snapshots.countUnderWay() - 1;
    return ProgressBar.text("reports", reported, process.bank().members().size(), longest.toNanos())
        + (more > 0 ? "   and %,d more".formatted(more) : "");
  }

  private @Nullable ProcessStatus status() throws InterruptedException {
    try {
      return process.status().get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      return null;
    }
  }

  /** Ends the conversation; on a terminal, waits until it is usable again. */
  void stop() {
    console.stopReading();
    thread.interrupt();
    if (console.isInteractive()) {
      try {
        thread.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
