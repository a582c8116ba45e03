package cutline.cli.snapshots;

import cutline.bank.BankConnection;
import cutline.bank.wire.Status;
import cutline.cli.attach.Attachment;
import cutline.cli.terminal.ProgressBar;
import cutline.cli.terminal.Terminals;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Shows on a terminal how many members have gone back, if it takes its time. Whoever asked for it
 * waits on another connection meanwhile.
 */
final class RestoreProgress implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final Attachment attachment;
  private final @Nullable Thread thread;

  RestoreProgress(Attachment attachment) {
    this.attachment = attachment;
    this.thread = Terminals.isError() ? Thread.ofPlatform().daemon().start(this::show) : null;
  }

  private void show() {
    try (BankConnection connection = attachment.connect();
        ProgressBar progress = new ProgressBar()) {
      long first = -1;
      while (true) {
        Collection<Status> statuses = connection.statuses(INTERVAL, false).values();
        if (first < 0) {
          first = statuses.stream().mapToLong(Status::getEra).min().orElse(-1);
        }
        long before = first;
        long back = statuses.stream().filter(status -> status.getEra() > before).count();
        progress.show("members", (int) back, attachment.bank().members().size());
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      // It is done.
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(INTERVAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
