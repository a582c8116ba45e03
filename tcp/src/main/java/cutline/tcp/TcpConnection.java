package cutline.tcp;

import cutline.runtime.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection. What is sent goes through a queue of its own, because Netty keeps the order of
 * one thread's writes only; what has gathered there leaves with one flush.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class TcpConnection implements Connection {

  /** How long the peer may take to read the last bytes. */
  private static final int LINGER_SECONDS = 5;

  private final Channel channel;
  private final String remote;
  private volatile int maxQueued;
  private final Rejections rejections;

  private final Queue<ByteBuf> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicBoolean drainDue = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();

  TcpConnection(Channel channel, String remote, TcpLimits limits, Rejections rejections) {
    this.channel = channel;
    this.remote = remote;
    this.maxQueued = limits.queuedBytes();
    this.rejections = rejections;
  }

  @Override
  public void send(List<byte[]> frames) {
    int size = FrameEncoder.size(frames);
    if (size == 0 || isClosing() || !channel.isActive()) {
      return;
    }
    long before = queuedBytes.getAndAdd(size);
    // Whatever its size, one batch may always be sent, or it would be sent again for ever.
    if (before > 0 && before + size > maxQueued) {
      queuedBytes.addAndGet(-size);
      cutOff(before);
      return;
    }
    ByteBuf buffer = channel.alloc().directBuffer(size, size);
    FrameEncoder.encode(frames, buffer);
    queue.add(buffer);
    drainSoon();
  }

  private void cutOff(long unread) {
    if (closing.compareAndSet(false, true)) {
      rejections.count(remote, Rejection.UNREAD, "it leaves " + unread + " bytes unread");
      channel.close();
    }
  }

  @Override
  public void limitUnread(int bytes) {
    maxQueued = bytes;
  }

  @Override
  public void pauseReading() {
    if (!isClosing()) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void resumeReading() {
    channel.config().setAutoRead(true);
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      drainSoon();
    }
  }

  @Override
  public String remote() {
    return remote;
  }

  boolean isClosing() {
    return closing.get();
  }

  /** Ends the connection without sending what is queued. */
  void abort() {
    closing.set(true);
    channel.close();
  }

  private void drainSoon() {
    if (drainDue.compareAndSet(false, true)) {
      try {
        channel.eventLoop().execute(this::drain);
      } catch (RejectedExecutionException e) {
        discard();
      }
    }
  }

  private void drain() {
    drainDue.set(false);
    // Looked up before the queue, which then has all that was sent before the close.
    boolean last = isClosing();
    for (ByteBuf buffer = queue.poll(); buffer != null; buffer = queue.poll()) {
      int size = buffer.readableBytes();
      channel.write(buffer).addListener(_ -> queuedBytes.addAndGet(-size));
    }
    channel.flush();
    if (last && channel.isActive()) {
      finish();
    }
  }

  /**
   * Ends the sending side once everything has left, then waits for the peer to end its side: with
   * bytes still unread a socket that is closed at once takes back what it had sent.
   */
  private void finish() {
    resumeReading();
    Future<?> deadline =
        channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    channel.closeFuture().addListener(_ -> deadline.cancel(false));
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
  }

  /** The threads have ended, and the connections with them. */
  private void discard() {
    for (ByteBuf buffer = queue.poll(); buffer != null; buffer = queue.poll()) {
      buffer.release();
    }
  }
}
