package cutline.bank.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says that a snapshot is being restored, by a locked file beside it. The lock ends with its
 * process, so that one that was killed protects nothing for ever.
 */
public final class RestoringMarker implements AutoCloseable {

  private static final String EXTENSION = ".restoring";
  private static final Pattern FORM = Pattern.compile("\\.(.+\\.json)\\.\\d+\\.restoring");

  /**
   * Those of this process, which it must not try to lock: closing a file gives up all locks that a
   * process has on it.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private RestoringMarker(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static RestoringMarker put(Path directory, String file) throws IOException {
    while (true) {
      Path path =
          Files.createTempFile(directory, "." + file + ".", EXTENSION).toAbsolutePath().normalize();
      OWN.add(path);
      RestoringMarker marker = locked(path);
      if (marker != null) {
        return marker;
      }
      OWN.remove(path);
    }
  }

  /** Null if somebody took it for one that was left, before it was locked. */
  private static @Nullable RestoringMarker locked(Path path) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return null;
    }
    boolean isLocked = false;
    try {
      isLocked = channel.lock().isValid() && Files.exists(path);
    } catch (OverlappingFileLockException e) {
      return null;
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
    return isLocked ? new RestoringMarker(path, channel) : null;
  }

  /** The names of the files that are being restored; markers that were left are removed. */
  static Set<String> restoring(Path directory) throws IOException {
    Set<String> restoring = new HashSet<>();
    try (DirectoryStream<Path> markers = Files.newDirectoryStream(directory, ".*" + EXTENSION)) {
      for (Path marker : markers) {
        Matcher form = FORM.matcher(marker.getFileName().toString());
        if (form.matches() && !removeIfLeft(marker.toAbsolutePath().normalize())) {
          restoring.add(form.group(1));
        }
      }
    }
    return restoring;
  }

  private static boolean removeIfLeft(Path marker) {
    if (OWN.contains(marker)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(marker, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null && Files.deleteIfExists(marker);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException | OverlappingFileLockException e) {
      return false; // Rather one too many than one that is gone.
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(path);
    } finally {
      channel.close();
      OWN.remove(path);
    }
  }
}
