package cutline.cli.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone with all that is in it when it is closed. */
public final class TemporaryDirectory implements AutoCloseable {

  private final Path path;

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  /**
   * The data of a bank that this process runs, and of no other one at the same time. If the process
   * is killed, the next one that asks for banks or data removes it.
   */
  public static TemporaryDirectory ofBank(RunningBanks banks) throws IOException {
    try {
      return new TemporaryDirectory(banks.newData());
    } catch (IOException e) {
      // Where banks cannot be written down, nobody finds what a kill leaves behind either.
      return new TemporaryDirectory(Files.createTempDirectory("cutline-bank"));
    }
  }

  public Path file(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    try {
      delete(path);
    } catch (IOException e) {
      // Somebody else's work now: it lies where temporary files do.
    }
  }

  /** Removes a directory with all that is in it, if it is there. Links are not followed. */
  static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
