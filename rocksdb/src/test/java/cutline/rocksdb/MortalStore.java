package cutline.rocksdb;

import cutline.runtime.Batch;
import cutline.runtime.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * A store in a directory that takes its process with it at a write: before it, in the middle of it,
 * when only some of its bytes have reached the disk, or behind it, when nobody knows that they
 * have.
 */
final class MortalStore implements Store {

  /** The process dies here, without another word. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** When it dies, seen from a write. */
  enum When {
    BEFORE,
    WITHIN,
    BEHIND
  }

  private final Path directory;
  private final Random random;
  private final RocksDbStore store;
  private int commits;
  private int fatal;
  private When when = When.BEFORE;

  /** What is left of the log after a death in the middle of a write. */
  private long left = -1;

  /** Goes on from what is in the directory. */
  MortalStore(Path directory, Random random) throws StoreException {
    this.directory = directory;
    this.random = random;
    this.store = RocksDbStore.open(directory, _ -> {});
  }

  /** It dies at this commit, counted from 1. */
  void dieAt(int commit, When when) {
    this.fatal = commit;
    this.when = when;
  }

  /** It dies at the next commit. */
  void dieSoon(When when) {
    dieAt(commits + 1, when);
  }

  int commits() {
    return commits;
  }

  private Path log() {
    try {
      return directory.resolve(Image.of(directory).names(".log").getLast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    if (batch.isEmpty()) {
      return;
    }
    commits++;
    if (commits != fatal) {
      store.commit(batch);
      return;
    }
    if (when == When.BEFORE) {
      throw new Crash();
    }
    Path log = log();
    long before = log.toFile().length();
    store.commit(batch);
    int written = Math.toIntExact(log.toFile().length() - before);
    if (when == When.WITHIN) {
      left = before + 1 + random.nextInt(written - 1);
    }
    throw new Crash();
  }

  @Override
  public void scan(String prefix, BiConsumer<String, byte[]> visitor) throws StoreException {
    store.scan(prefix, visitor);
  }

  /** Leaves the directory as the death has left it. */
  @Override
  public void close() {
    store.close();
    if (left >= 0) {
      try (FileChannel channel = FileChannel.open(log(), StandardOpenOption.WRITE)) {
        channel.truncate(left);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
