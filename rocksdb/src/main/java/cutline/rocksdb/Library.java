package cutline.rocksdb;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import cutline.runtime.Store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library, which must be unpacked from its jar to be loaded. It is kept for the
 * next process, in a temporary directory where this user alone can write: a process that is killed
 * leaves no more behind than it found.
 */
final class Library {

  private static final String TEMPORARY = System.getProperty("java.io.tmpdir", "");
  private static final String PACKED = Environment.getJniLibraryFileName("rocksdb");

  /** As RocksDB looks for it in a directory, which is not what it is called in the jar. */
  private static final String UNPACKED = Environment.getJniLibraryFileName("rocksdbjni");

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private static boolean loaded;

  private Library() {}

  /** Loads the library, once. */
  static synchronized void load() throws StoreException {
    if (loaded) {
      return;
    }
    try {
      Optional<Path> kept = privateDirectory();
      URL resource = RocksDB.class.getResource("/" + PACKED);
      if (kept.isPresent()
          && resource != null
          && resource.openConnection() instanceof JarURLConnection packed) {
        RocksDB.loadLibrary(List.of(unpacked(packed, kept.get()).toString()));
      } else {
        loadOnce(Files.createTempDirectory("cutline-rocksdb"));
      }
      loaded = true;
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      throw new StoreException(
          "cannot load RocksDB's native library from %s: %s; set another directory by %s"
              .formatted(TEMPORARY, e.getMessage(), "-Djava.io.tmpdir"),
          e);
    }
  }

  /** A directory that this user alone can use, if there is one or can be. */
  private static Optional<Path> privateDirectory() throws IOException {
    Optional<String> user = ProcessHandle.current().info().user();
    if (user.isEmpty() || !Environment.isUnix()) {
      return Optional.empty();
    }
    Path directory = Path.of(TEMPORARY, "cutline-rocksdb-" + user.get());
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      // Whoever made it: what follows decides.
    }
    PosixFileAttributes found =
        Files.readAttributes(directory, PosixFileAttributes.class, NOFOLLOW_LINKS);
    boolean isOurs = found.isDirectory() && found.owner().getName().equals(user.get());
    return isOurs && found.permissions().equals(PRIVATE)
        ? Optional.of(directory)
        : Optional.empty();
  }

  /** The directory with the unpacked library, which is whole. */
  private static Path unpacked(JarURLConnection packed, Path directory) throws IOException {
    ZipEntry entry = Objects.requireNonNull(packed.getJarEntry());
    Path parent = directory.resolve("%08x-%d".formatted(entry.getCrc(), entry.getSize()));
    Path library = parent.resolve(UNPACKED);
    if (isWhole(library, entry)) {
      return parent;
    }
    // Several processes may start at once; one draft is the most that a kill leaves behind.
    try (FileChannel channel = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
        FileLock _ = channel.lock()) {
      if (!isWhole(library, entry)) {
        Files.createDirectories(parent);
        unpack(packed, directory.resolve("draft"), library);
      }
    }
    return parent;
  }

  private static void unpack(JarURLConnection packed, Path draft, Path library) throws IOException {
    try (InputStream in = packed.getInputStream()) {
      Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
      Files.move(draft, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static boolean isWhole(Path library, ZipEntry entry) throws IOException {
    if (!Files.isRegularFile(library) || Files.size(library) != entry.getSize()) {
      return false;
    }
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(library), crc)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return crc.getValue() == entry.getCrc();
  }

  /**
   * What is loaded needs its file no more. RocksDB would delete it when the JVM ends, and so leave
   * many megabytes behind for each process that is killed.
   */
  private static void loadOnce(Path directory) throws IOException {
    try {
      NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
      RocksDB.loadLibrary();
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.deleteIfExists(directory);
    }
  }
}
