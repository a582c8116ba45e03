package cutline.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The program {@code cutline} on a disk that is full as soon as its standard input ends: in place
 * of RocksDB's log there is {@code /dev/full} from then on.
 */
@SuppressWarnings("restricted")
final class FillingDisk {

  private static final int WRITE_ONLY = 1;

  private FillingDisk() {}

  public static void main(String[] arguments) {
    Thread.ofPlatform().daemon().start(FillingDisk::fillAtEndOfInput);
    Main.main(arguments);
  }

  private static void fillAtEndOfInput() {
    try (Arena arena = Arena.ofConfined();
        Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
      int full =
          (int)
              function("open", ADDRESS, JAVA_INT)
                  .invokeExact(arena.allocateFrom("/dev/full"), WRITE_ONLY);
      MethodHandle dup2 = function("dup2", JAVA_INT, JAVA_INT);
      for (Path descriptor : descriptors.toList()) {
        if (isLog(descriptor)) {
          int log = Integer.parseInt(descriptor.getFileName().toString());
          int replaced = (int) dup2.invokeExact(full, log);
          if (replaced != log) {
            throw new AssertionError("no other file in place of " + descriptor);
          }
        }
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isLog(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().endsWith(".log");
    } catch (IOException e) {
      // It has been closed.
      return false;
    }
  }

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }
}
