package cutline.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Directories in memory, where there are such: what is lost there is lost by the test's hand, and
 * waiting for a disk would prove nothing.
 */
final class MemoryDisk implements TempDirFactory {

  private static final Path MEMORY = Path.of("/dev/shm");

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, "cutline")
        : Files.createTempDirectory("cutline");
  }
}
