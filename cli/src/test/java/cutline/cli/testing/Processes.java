package cutline.cli.testing;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The end of processes that a test has started. */
final class Processes {

  private Processes() {}

  /** Kills them, and waits until they are gone: what they write to is removed after that. */
  static void end(Collection<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture<?>[] ends =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, SocketBank.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
