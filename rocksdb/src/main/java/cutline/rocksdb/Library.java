package cutline.rocksdb;

import cutline.runtime.Store.StoreException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/** RocksDB's native library, which must be unpacked from its jar to be loaded. */
final class Library {

  private static final String TEMPORARY = System.getProperty("java.io.tmpdir", "");

  private static boolean loaded;

  private Library() {}

  /** Loads the library, once. */
  static synchronized void load() throws StoreException {
    if (loaded) {
      return;
    }
    try {
      load(Files.createTempDirectory("cutline-rocksdb"));
      loaded = true;
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      throw new StoreException(
          Trouble.oneLine(
              "cannot load RocksDB's native library from %s: %s; set another directory by %s"
                  .formatted(TEMPORARY, e.getMessage(), "-Djava.io.tmpdir")),
          e);
    }
  }

  /**
   * What is loaded needs its file no more. RocksDB would delete it when the JVM ends, and so leave
   * many megabytes behind for each process that is killed.
   */
  private static void load(Path directory) throws IOException {
    try {
      NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
      RocksDB.loadLibrary();
    } finally {
      File[] files = directory.toFile().listFiles();
      if (files != null) {
        for (File file : files) {
          Files.deleteIfExists(file.toPath());
        }
      }
      Files.deleteIfExists(directory);
    }
  }
}
