package cutline.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What waits to leave by a connection, in the order in which it was sent, by whatever thread: Netty
 * keeps the order of one thread's writes only. What has gathered leaves with one flush.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class Outgoing {

  /** So much is gathered in one buffer at least, unless there is no more. */
  private static final int CHUNK = 4 * 1024;

  private final Channel channel;
  private final Runnable drain;
  private final AtomicBoolean drainDue = new AtomicBoolean();

  /** All chunks up to this one have left. */
  private volatile long left;

  // Guarded by this:
  private List<ByteBuf> chunks = new ArrayList<>();
  private List<TcpStream> ending = new ArrayList<>();
  private long lastChunk;
  private boolean over;

  /**
   * Nothing yet.
   *
   * @param drain runs on the channel's thread when there is something, and calls {@link #flush}
   */
  Outgoing(Channel channel, Runnable drain) {
    this.channel = channel;
    this.drain = drain;
  }

  /**
   * Queues frames, unless too many bytes of the stream are here already. Whatever its size, one
   * batch may always be sent, or it would be sent again for ever.
   *
   * @param size what the frames take
   * @return 0, or how many bytes of the stream wait already
   */
  long send(int stream, Unread unread, List<byte[]> frames, int size, int most) {
    synchronized (this) {
      if (over) {
        return 0;
      }
      long before = unread.bytes(left);
      if (before > 0 && before + size > most) {
        return before;
      }
      FrameEncoder.encode(stream, frames, room(size));
      unread.add(lastChunk, size);
    }
    drainSoon();
    return 0;
  }

  /** Queues the end of a stream, which {@link #flush} then gives. */
  void end(TcpStream stream, byte[] frame) {
    synchronized (this) {
      if (over) {
        return;
      }
      FrameEncoder.encode(0, frame, room(FrameEncoder.size(0, List.of(frame))));
      ending.add(stream);
    }
    drainSoon();
  }

  /** A buffer that has room for so many bytes more; the last one of {@link #chunks}. */
  private ByteBuf room(int size) {
    if (!chunks.isEmpty() && chunks.getLast().writableBytes() >= size) {
      return chunks.getLast();
    }
    int capacity = Math.max(size, CHUNK);
    ByteBuf chunk = channel.alloc().directBuffer(capacity, capacity);
    chunks.add(chunk);
    lastChunk++;
    return chunk;
  }

  private void drainSoon() {
    if (drainDue.compareAndSet(false, true)) {
      try {
        channel.eventLoop().execute(drain);
      } catch (RejectedExecutionException e) {
        // The threads have ended, and the connections with them.
        discard();
      }
    }
  }

  /** Hands everything to the channel; gives the streams whose end was part of it. */
  List<TcpStream> flush() {
    drainDue.set(false);
    List<ByteBuf> leaving;
    List<TcpStream> ended;
    long number;
    synchronized (this) {
      leaving = chunks;
      chunks = new ArrayList<>();
      ended = ending;
      ending = new ArrayList<>();
      number = lastChunk - leaving.size();
    }
    for (ByteBuf chunk : leaving) {
      long written = ++number;
      channel.write(chunk).addListener(_ -> left = written);
    }
    channel.flush();
    return ended;
  }

  /** Drops everything, also what will come. */
  void discard() {
    List<ByteBuf> dropped;
    synchronized (this) {
      over = true;
      dropped = chunks;
      chunks = new ArrayList<>();
      ending = new ArrayList<>();
    }
    dropped.forEach(ByteBuf::release);
  }
}
