package cutline.rocksdb;

import cutline.runtime.Batch;
import cutline.runtime.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A store in a directory, on RocksDB. A commit that has returned survives the end of the process
 * and a power cut.
 *
 * <p>Keys are visited in the order of their code points. {@link String#compareTo} differs from that
 * only where characters beyond U+FFFF meet some of the last ones before it.
 *
 * <p>Threads may share it, one call at a time; a visitor of {@link #scan} must not close it.
 */
public final class RocksDbStore implements Store {

  private final StoreDirectory directory;
  private final Settings settings;
  private final WriteOptions durably = new WriteOptions().setSync(true);
  private final RocksDB database;

  /** What every commit begins with, so that its log cannot be taken for another one's. */
  private final byte[] identity;

  /** Why the store does nothing any more. */
  private @Nullable String stopped;

  private boolean closed;
  private int scans;

  private RocksDbStore(
      StoreDirectory directory, Settings settings, RocksDB database, byte[] identity) {
    this.directory = directory;
    this.settings = settings;
    this.database = database;
    this.identity = identity;
  }

  /**
   * Opens the store in a directory, or makes one if the directory is empty or not there.
   *
   * @param report is told, in a line, of a last commit that was not written in full and was removed
   * @throws StoreException if it cannot be opened with all that was committed; its message is one
   *     line that names the directory or file and says what to do
   */
  public static RocksDbStore open(Path directory, Consumer<String> report) throws StoreException {
    return open(directory, report, _ -> {});
  }

  /** For tests, which may have other settings. */
  static RocksDbStore open(Path directory, Consumer<String> report, Consumer<Options> changes)
      throws StoreException {
    Library.load();
    try {
      StoreDirectory claimed = StoreDirectory.claim(directory);
      try {
        Integrity.check(directory, report);
        return open(claimed, changes);
      } catch (Throwable e) {
        claimed.close();
        throw e;
      }
    } catch (IOException | RocksDBException e) {
      throw Trouble.with("cannot open the store in " + directory, e);
    }
  }

  private static RocksDbStore open(StoreDirectory directory, Consumer<Options> changes)
      throws IOException, RocksDBException, StoreException {
    Settings settings = new Settings();
    changes.accept(settings.options());
    @Nullable RocksDB database = null;
    try {
      database = RocksDB.open(settings.options(), directory.path().toString());
      // Every block, now: what is damaged must not show when the process is already at work.
      database.verifyChecksum();
      RocksDbStore store =
          new RocksDbStore(directory, settings, database, Integrity.identity(directory.path()));
      store.beginLog();
      return store;
    } catch (Throwable e) {
      if (database != null) {
        database.close();
      }
      settings.close();
      throw e;
    }
  }

  /**
   * Commits nothing, so that the new log says from the start where it begins: an older manifest
   * would leave a gap before it.
   */
  private void beginLog() throws RocksDBException {
    try (WriteBatch nothing = new WriteBatch()) {
      nothing.putLogData(identity);
      database.write(durably, nothing);
    }
  }

  @Override
  public synchronized void commit(Batch batch) throws StoreException {
    requireUsable();
    if (batch.isEmpty()) {
      return;
    }
    try (WriteBatch writes = new WriteBatch()) {
      writes.putLogData(identity);
      for (String prefix : batch.deletedPrefixes()) {
        writes.deleteRange(Keys.bytes(prefix), Keys.behind(prefix));
      }
      for (Map.Entry<String, byte @Nullable []> change : batch.changes().entrySet()) {
        byte[] value = change.getValue();
        if (value == null) {
          writes.delete(Keys.bytes(change.getKey()));
        } else {
          writes.put(Keys.bytes(change.getKey()), value);
        }
      }
      database.write(durably, writes);
    } catch (RocksDBException e) {
      // What is on the disk now is unknown, and a second attempt might seem to succeed.
      StoreException failed = Trouble.with("cannot write to the store in " + directory, e);
      stopped = "the store in " + directory + " stopped at a commit that failed";
      throw failed;
    }
  }

  @Override
  public synchronized void scan(String prefix, BiConsumer<String, byte[]> visitor)
      throws StoreException {
    requireUsable();
    scans++;
    try (Slice end = new Slice(Keys.behind(prefix));
        ReadOptions range = new ReadOptions().setIterateUpperBound(end);
        RocksIterator entries = database.newIterator(range)) {
      for (entries.seek(Keys.bytes(prefix)); entries.isValid(); entries.next()) {
        visitor.accept(Keys.text(entries.key()), entries.value());
      }
      entries.status();
    } catch (RocksDBException e) {
      throw Trouble.with("cannot read the store in " + directory, e);
    } finally {
      scans--;
    }
  }

  private void requireUsable() throws StoreException {
    if (stopped != null) {
      throw new StoreException(stopped);
    }
  }

  /** Ends the use of the directory. Nothing is lost: all that was committed is on the disk. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    if (scans > 0) {
      throw new IllegalStateException("a visitor of a store must not close it");
    }
    closed = true;
    if (stopped == null) {
      stopped = "the store in " + directory + " is closed";
    }
    database.close();
    durably.close();
    settings.close();
    directory.close();
  }
}
