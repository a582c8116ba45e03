package cutline.rocksdb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the disk under an open store fail, for this process: in place of the store's log there is
 * another device from then on, and RocksDB gets from the system what a disk would give it.
 */
@SuppressWarnings("restricted")
final class FaultyDisk {

  private static final int WRITE_ONLY = 1;

  private FaultyDisk() {}

  /** Every write fails: no space left on the device. */
  static void fill(Path directory) throws Throwable {
    replaceLog(directory, "/dev/full");
  }

  /** Writes seem to succeed, every sync fails, and nothing that is written arrives. */
  static void failSync(Path directory) throws Throwable {
    replaceLog(directory, "/dev/null");
  }

  private static void replaceLog(Path directory, String device) throws Throwable {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc");
    List<Integer> logs = openLogs(directory.toRealPath());
    assertThat(logs).isNotEmpty();
    int replacement = open(device);
    assertThat(replacement).isPositive();
    MethodHandle dup2 = function("dup2", JAVA_INT, JAVA_INT);
    for (int log : logs) {
      assertThat((int) dup2.invokeExact(replacement, log)).isEqualTo(log);
    }
    assertThat((int) function("close", JAVA_INT).invokeExact(replacement)).isZero();
  }

  private static int open(String device) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          function("open", ADDRESS, JAVA_INT).invokeExact(arena.allocateFrom(device), WRITE_ONLY);
    }
  }

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static List<Integer> openLogs(Path directory) throws IOException {
    List<Integer> logs = new ArrayList<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open.toList()) {
        try {
          Path file = Files.readSymbolicLink(descriptor);
          if (file.startsWith(directory) && file.toString().endsWith(".log")) {
            logs.add(Integer.parseInt(descriptor.getFileName().toString()));
          }
        } catch (NoSuchFileException e) {
          // It was that of the listing itself, or has been closed.
        }
      }
    }
    return logs;
  }
}
