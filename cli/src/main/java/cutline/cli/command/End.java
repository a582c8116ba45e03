package cutline.cli.command;

import cutline.runtime.HaltCause;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The end of a process that would go on for ever; the thread of its command waits for it. */
public final class End {

  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** It ends as it should. */
  public void reached() {
    end.complete(null);
  }

  /** It ends because the process must not go on. */
  public void halted(HaltCause cause, String reason) {
    int exitCode = cause == HaltCause.BUG ? ExitCode.BUG : ExitCode.CONFIGURATION;
    end.completeExceptionally(new CommandException(exitCode, reason));
  }

  /** It ends because of a bug. */
  public void failed(Throwable bug) {
    end.completeExceptionally(bug);
  }

  /**
   * Waits for it.
   *
   * @throws CommandException if the process must not go on
   */
  public void await() throws InterruptedException, CommandException {
    try {
      end.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandException known) {
        throw known;
      }
      throw new AssertionError("a bug ends it", e.getCause());
    }
  }
}
