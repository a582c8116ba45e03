package cutline.bank.archive;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Writes whole files, which are there with all their bytes or not at all, whatever happens. */
final class DurableFile {

  /** What a file ends with that is not complete yet. */
  static final String PARTIAL = ".partial";

  private DurableFile() {}

  /**
   * Writes a file into a directory, in the place of one of that name if there is one.
   *
   * @param modified what the file is to say that its time is
   */
  static void write(Path directory, String name, byte[] bytes, Instant modified)
      throws IOException {
    Path partial = Files.createTempFile(directory, ".", PARTIAL);
    try {
      // Unlike a channel, a stream is not closed when Ctrl-C interrupts the thread.
      try (FileOutputStream out = new FileOutputStream(partial.toFile())) {
        out.write(bytes);
        Files.setLastModifiedTime(partial, FileTime.from(modified));
        out.getFD().sync();
      }
      Files.move(partial, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
    syncDirectory(directory);
  }

  private static void syncDirectory(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (ClosedByInterruptException e) {
      interrupted = true;
      syncDirectory(directory);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
