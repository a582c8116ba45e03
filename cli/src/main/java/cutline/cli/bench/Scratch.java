package cutline.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new directory for what branches keep during a measurement, which is deleted behind it. */
final class Scratch implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path path;

  /**
   * @param parent on the disk that is to be measured
   */
  Scratch(Path parent) throws IOException {
    path = Files.createTempDirectory(parent, "cutline-bench");
  }

  Path path() {
    return path;
  }

  /** The name of a directory that is not there yet. */
  static Path fresh(Path parent) throws IOException {
    return Files.createTempDirectory(parent, "branch").resolve("data");
  }

  /** How many bytes the files under it have; those that vanish meanwhile do not count. */
  static long size(Path directory) throws IOException {
    long size = 0;
    for (Path file : under(directory)) {
      try {
        size += Files.isRegularFile(file) ? Files.size(file) : 0;
      } catch (NoSuchFileException e) {
        // RocksDB has deleted it.
      }
    }
    return size;
  }

  /** Deletes it; a process that has just been killed may still write there for a moment. */
  @Override
  public void close() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Files.exists(path)) {
      try {
        for (Path file : under(path)) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException e) {
        if (System.nanoTime() > deadline) {
          throw new IOException("%s is left over: %s".formatted(path, e.getMessage()), e);
        }
      }
    }
  }

  /** What is in the directory before the directory itself. */
  private static List<Path> under(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
