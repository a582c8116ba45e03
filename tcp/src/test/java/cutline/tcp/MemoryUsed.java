package cutline.tcp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;

/** What this JVM keeps: live objects, and Netty's buffers. */
final class MemoryUsed {

  private MemoryUsed() {}

  static long now() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    var buffers = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return heap + buffers.usedDirectMemory() + buffers.usedHeapMemory();
  }
}
