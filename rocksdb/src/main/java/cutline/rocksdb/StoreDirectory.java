package cutline.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import cutline.runtime.Store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A directory that is marked as a store of this format, and that nobody else uses meanwhile. */
final class StoreDirectory implements AutoCloseable {

  private static final String FORMAT = "CUTLINE";
  private static final String NEW_FORMAT = "CUTLINE.new";
  private static final String LOCK = "CUTLINE.lock";
  private static final int VERSION = 2;
  private static final Pattern FORMAT_LINE = Pattern.compile("cutline\\.store/([1-9]\\d{0,8})\n");

  /**
   * What this JVM uses. File locks do not tell its own users apart, and closing a second channel of
   * a locked file would even end the first one's lock.
   */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path claim;
  private final FileChannel lock;

  private StoreDirectory(Path path, Path claim, FileChannel lock) {
    this.path = path;
    this.claim = claim;
    this.lock = lock;
  }

  static StoreDirectory claim(Path path) throws IOException, StoreException {
    make(path);
    requireOursOrEmpty(path);
    Path claim = path.toRealPath();
    if (!CLAIMED.add(claim)) {
      throw inUse(path, "this process uses it already");
    }
    try {
      FileChannel lock = lock(path);
      try {
        if (!Files.exists(path.resolve(FORMAT))) {
          mark(path);
        }
        return new StoreDirectory(path, claim, lock);
      } catch (Throwable e) {
        lock.close();
        throw e;
      }
    } catch (Throwable e) {
      CLAIMED.remove(claim);
      throw e;
    }
  }

  private static void make(Path path) throws IOException, StoreException {
    if (Files.isDirectory(path)) {
      return;
    }
    if (Files.exists(path)) {
      throw new StoreException(path + " is not a directory; choose another name");
    }
    List<Path> parents = new ArrayList<>();
    for (Path up = path.toAbsolutePath().getParent(); up != null; up = up.getParent()) {
      parents.add(up);
      if (Files.exists(up)) {
        break;
      }
    }
    Files.createDirectories(path);
    for (Path parent : parents) {
      sync(parent);
    }
  }

  private static void requireOursOrEmpty(Path path) throws IOException, StoreException {
    Path format = path.resolve(FORMAT);
    if (Files.exists(format)) {
      requireThisVersion(path, format);
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      if (files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> !name.equals(LOCK) && !name.equals(NEW_FORMAT))) {
        throw new StoreException(
            path + " holds other files and is no store of Cutline; choose an empty directory");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void requireThisVersion(Path path, Path format)
      throws IOException, StoreException {
    String line;
    try (InputStream in = Files.newInputStream(format)) {
      line = new String(in.readNBytes(100), UTF_8);
    }
    Matcher version = FORMAT_LINE.matcher(line);
    if (!version.matches()) {
      throw Trouble.damaged(format + " does not say what it must");
    }
    int difference = Integer.compare(Integer.parseInt(version.group(1)), VERSION);
    if (difference != 0) {
      throw new StoreException(
          "%s was written by %s version of Cutline (%s); open it with that version"
              .formatted(path, difference > 0 ? "a later" : "an earlier", line.strip()));
    }
  }

  private static FileChannel lock(Path path) throws IOException, StoreException {
    FileChannel channel = FileChannel.open(path.resolve(LOCK), CREATE, WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(path, "another process uses it");
      }
      return channel;
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  private static StoreException inUse(Path path, String who) {
    return new StoreException(
        "%s is locked: %s; end that one first, or choose another directory".formatted(path, who));
  }

  /**
   * All or nothing, and before there is anything else that would make the directory look foreign.
   */
  private static void mark(Path path) throws IOException {
    Path draft = path.resolve(NEW_FORMAT);
    try (FileChannel out = FileChannel.open(draft, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer line = ByteBuffer.wrap("cutline.store/%d\n".formatted(VERSION).getBytes(UTF_8));
      while (line.hasRemaining()) {
        out.write(line);
      }
      out.force(true);
    }
    Files.move(draft, path.resolve(FORMAT), StandardCopyOption.ATOMIC_MOVE);
    sync(path);
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    } finally {
      CLAIMED.remove(claim);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
