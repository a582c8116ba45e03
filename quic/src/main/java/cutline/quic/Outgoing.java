package cutline.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits to leave by a connection. Frames gather in chunks, and each chunk leaves in a stream
 * of its own: the larger they are, the fewer streams it takes, and the more is held up by a lost
 * packet.
 */
final class Outgoing {

  /** A chunk takes no more frames when it has so many bytes. */
  static final int CHUNK = 16 * 1024;

  /** The most bytes of a chunk. */
  static final int MAX_CHUNK = CHUNK + Frames.MAX_SIZE;

  /** What a chunk has room for at first. */
  private static final int ROOM = 256;

  /** Fewer bytes do not fill a packet. */
  private static final int PACKET = 1_200;

  private final ByteBufAllocator allocator;

  // Guarded by this:
  private final Deque<ByteBuf> chunks = new ArrayDeque<>();
  private byte @Nullable [] first;
  private boolean begun;
  private boolean over;
  private long bytes;

  Outgoing(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /**
   * Queues frames, unless too many bytes wait already. Whatever its size, one batch may always be
   * sent, or it would be sent again for ever; less than a packet does not say that the peer reads
   * nothing.
   *
   * @param size what the frames take
   * @return 0, or, once, how many bytes wait already
   */
  synchronized long send(List<byte[]> frames, int size, int most) {
    if (over) {
      return 0;
    }
    if (bytes >= PACKET && bytes + size > most) {
      over = true;
      return bytes;
    }
    bytes += size;
    for (byte[] frame : frames) {
      if (begun) {
        add(frame);
      } else {
        begun = true;
        first = frame;
      }
    }
    return 0;
  }

  private void add(byte[] frame) {
    ByteBuf chunk = chunks.peekLast();
    if (chunk == null || chunk.readableBytes() >= CHUNK) {
      chunk = allocator.directBuffer(ROOM);
      chunks.add(chunk);
    }
    Frames.write(frame, chunk);
  }

  /** The first frame of all, once, when it is there. */
  synchronized byte @Nullable [] first() {
    byte[] frame = first;
    first = null;
    return frame;
  }

  /** Whether what waits does not fill a packet. */
  synchronized boolean isLittle() {
    ByteBuf next = chunks.peek();
    return next != null && chunks.size() == 1 && next.readableBytes() < PACKET;
  }

  /** The next chunk, or null if nothing waits. */
  synchronized @Nullable ByteBuf chunk() {
    return chunks.poll();
  }

  synchronized boolean isEmpty() {
    return first == null && chunks.isEmpty();
  }

  /** So many bytes have left. */
  synchronized void left(long count) {
    bytes -= count;
  }

  /** Drops everything, also what will come. */
  synchronized void discard() {
    over = true;
    first = null;
    chunks.forEach(ByteBuf::release);
    chunks.clear();
  }
}
