package cutline.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;

/** What this JVM uses of memory, in bytes. */
final class OwnMemory {

  private static final Duration BETWEEN_COLLECTIONS = Duration.ofMillis(50);
  private static final int MOST_COLLECTIONS = 20;

  /** Two readings that differ by less, as a share of them, are the same. */
  private static final double SAME = 0.002;

  private OwnMemory() {}

  /**
   * Says the most of its heap that was ever in use ({@code most}; the generations may have had
   * theirs at different times), how much of it the system has given ({@code committed}), the most
   * that the whole process ever had in memory ({@code resident}), and what of the heap is in use
   * when all that is garbage has been collected ({@code used}).
   */
  static void report(BiConsumer<String, String> answer) throws IOException, InterruptedException {
    answer.accept("most", "" + most());
    answer.accept("committed", "" + heap().getHeapMemoryUsage().getCommitted());
    answer.accept("resident", "" + resident());
    answer.accept("used", "" + used());
  }

  private static MemoryMXBean heap() {
    return ManagementFactory.getMemoryMXBean();
  }

  private static long most() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /** Collects until it helps no more: what a collection sets free may set free something else. */
  private static long used() throws InterruptedException {
    long before = Long.MAX_VALUE;
    for (int i = 0; ; i++) {
      heap().gc();
      long used = heap().getHeapMemoryUsage().getUsed();
      if (Math.abs(before - used) < SAME * used || i == MOST_COLLECTIONS) {
        return used;
      }
      before = used;
      Thread.sleep(BETWEEN_COLLECTIONS);
    }
  }

  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("no VmHWM in /proc/self/status");
  }
}
