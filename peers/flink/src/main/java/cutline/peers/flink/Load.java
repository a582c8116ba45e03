package cutline.peers.flink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** What the tasks and who measures them have in common, which is the JVM. */
final class Load {

  /** How many transfers have arrived. */
  static final LongAdder RECEIVED = new LongAdder();

  private static volatile CompletableFuture<Void> on = new CompletableFuture<>();

  private Load() {}

  /** Done while there is to be full load; to be asked for again when it is done. */
  static CompletableFuture<Void> on() {
    return on;
  }

  /** Has all tasks transfer as fast as they can, or not at all. For one thread. */
  static void set(boolean wanted) {
    if (wanted) {
      on.complete(null);
    } else if (on.isDone()) {
      on = new CompletableFuture<>();
    }
  }
}
