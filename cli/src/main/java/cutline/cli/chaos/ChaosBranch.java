package cutline.cli.chaos;

import cutline.cli.branch.BranchProcess;
import cutline.cli.command.CommandException;
import cutline.cli.command.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A branch that is done harm: its data, its process of the moment, and the relays that lead to it,
 * one for the other branches and one, which is left in peace, for whoever asks the branch.
 */
final class ChaosBranch implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final String name;
  private final Protocol protocol;
  private final Path data;
  private final Consumer<String> trouble;
  private final Relay toBranches;
  private final Relay toAskers;
  private final Semaphore well = new Semaphore(1);
  private @Nullable BranchProcess process;
  private boolean closed;

  /**
   * A branch without a process so far.
   *
   * @param weather between the other branches and this one
   * @param trouble is told, in a sentence, if the process ends and was not killed
   */
  ChaosBranch(String name, Protocol protocol, Path data, Weather weather, Consumer<String> trouble)
      throws IOException {
    this.name = name;
    this.protocol = protocol;
    this.data = data;
    this.trouble = trouble;
    this.toBranches = Relay.open(protocol, weather);
    try {
      this.toAskers = Relay.open(protocol, Weather.CALM);
    } catch (IOException e) {
      toBranches.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  /** Where other branches find it. */
  InetSocketAddress forBranches() {
    return toBranches.address();
  }

  /** Where it can be asked whatever happens to its connections. */
  InetSocketAddress forAskers() {
    return toAskers.address();
  }

  /** Waits until the last fault is over, and begins one. */
  void beginFault() throws InterruptedException {
    well.acquire();
  }

  void endFault() {
    well.release();
  }

  /** Starts a process with the data that there are; it does not listen yet. */
  synchronized void start() throws IOException {
    if (closed) {
      return;
    }
    BranchProcess started = BranchProcess.startAudited(name, protocol, data);
    process = started;
    started.whenEnded(exitCode -> {
      var _ = started.lastLine().thenAccept(line -> ended(started, exitCode, line));
    });
  }

  private synchronized void ended(BranchProcess which, int exitCode, String lastLine) {
    if (process == which && !closed) {
      trouble.accept(
          "branch %s ended by itself with exit code %d: %s".formatted(name, exitCode, lastLine));
    }
  }

  /** Waits until it listens, and leads connections there. */
  void awaitStart() throws CommandException, InterruptedException {
    BranchProcess started = running();
    if (started != null) {
      int port = started.awaitPort(START);
      toBranches.forwardTo(port);
      toAskers.forwardTo(port);
    }
  }

  private synchronized @Nullable BranchProcess running() {
    return process;
  }

  void kill() throws InterruptedException {
    BranchProcess victim = running();
    forget();
    if (victim != null) {
      victim.kill();
    }
  }

  private synchronized void forget() {
    process = null;
  }

  /** Stops the process for a while. */
  void freeze(Duration time) throws IOException, InterruptedException {
    BranchProcess victim = running();
    if (victim != null) {
      victim.freeze(time);
    }
  }

  /** What leads the other branches here. */
  Relay relay() {
    return toBranches;
  }

  /** Ends the process, whatever state it is in. */
  @Override
  public void close() {
    BranchProcess last;
    synchronized (this) {
      closed = true;
      last = process;
    }
    try (toBranches;
        toAskers) {
      if (last != null) {
        last.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
