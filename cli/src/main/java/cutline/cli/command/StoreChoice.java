package cutline.cli.command;

import cutline.rocksdb.RocksDbStore;
import cutline.runtime.MemoryStore;
import cutline.runtime.OtherOrderException;
import cutline.runtime.Store;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a process keeps its state. */
public final class StoreChoice {

  enum Kind {
    rocksdb,
    memory
  }

  @Option(
      names = "--store",
      paramLabel = "rocksdb|memory",
      defaultValue = "rocksdb",
      description =
          "What keeps the state: files that survive everything, or memory, for throw-away runs"
              + " (default: ${DEFAULT-VALUE}).")
  private Kind kind = Kind.rocksdb;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The directory of those files, with one in it for each of several branches (default:"
              + " ./cutline-data/NAME-PORT, of a client ./cutline-data/client-ID).")
  private @Nullable Path data;

  /**
   * Opens the store.
   *
   * @param name of the directory that is taken if none was chosen; it may hold any characters
   * @param report is told in a line what was found and put right
   * @throws CommandException if it cannot be opened with all that was in it
   */
  public Store open(String name, Consumer<String> report) throws CommandException {
    return open(name, "", report);
  }

  /**
   * Opens the store of one of several processes.
   *
   * @param part what its directory in a chosen one is named after; empty if it has that for itself
   */
  public Store open(String name, String part, Consumer<String> report) throws CommandException {
    if (kind == Kind.memory) {
      return new MemoryStore();
    }
    try {
      return RocksDbStore.open(directory(name, part), report);
    } catch (Store.StoreException e) {
      throw new CommandException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()));
    }
  }

  /** What is said if what the store holds cannot be used. */
  public CommandException unusable(String name, Store.StoreException e) {
    return unusable(name, "", e);
  }

  /** The same of one of several processes. */
  public CommandException unusable(String name, String part, Store.StoreException e) {
    String where = kind == Kind.memory ? "memory" : directory(name, part).toString();
    if (e instanceof OtherOrderException other) {
      Protocol protocol = Protocol.of(other.stored());
      return new CommandException(
          ExitCode.CONFIGURATION,
          "%s: its bank is over %s; start it with --transport %s, or with another --data"
              .formatted(where, protocol, protocol.word()));
    }
    return new CommandException(
        ExitCode.CONFIGURATION, "%s: %s; use another --data".formatted(where, e.getMessage()));
  }

  private Path directory(String name, String part) {
    if (data == null) {
      return Path.of("cutline-data", SafeName.of(name));
    }
    return part.isEmpty() ? data : data.resolve(SafeName.of(part));
  }

  /**
   * The thread that the process runs on. A commit that waits for the disk must not keep the thread
   * of the network from gathering what comes meanwhile: that is the next commit's batch.
   */
  public ScheduledExecutorService executor(ScheduledExecutorService network) {
    return kind == Kind.memory
        ? network
        : Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("process").daemon().factory());
  }
}
