package cutline.quic;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection between two processes.
 *
 * <p>Each side ends it with its last words, which say how many streams it has opened; the other
 * side closes the QUIC connection when all of them have arrived, since that takes back what is
 * still under way.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
abstract class Link extends ChannelInboundHandlerAdapter implements Connection {

  /** How many streams may be there whose chunk is not yet taken by QUIC in full. */
  private static final int MAX_WRITING = 8;

  /** What may be kept of frames that have not come in full, in bytes. */
  private static final int MAX_HELD = 16 * 1024 * 1024;

  /** For how long, after the end, nothing may leave of what was sent before. */
  private static final int LINGER_SECONDS = 10;

  /** How often it is looked at whether something has left, at most. */
  private static final int LINGER_ROUNDS = 12;

  final QuicChannel channel;
  final Limits limits;
  final Rejections rejections;

  private final String remote;
  private final Outgoing outgoing;
  private final Spacing spacing;
  private final AtomicBoolean drainDue = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile int maxUnread;

  // On the channel's thread only:
  private Transport.@Nullable Receiver receiver;
  private @Nullable QuicStreamChannel control;
  private final Set<Channel> arriving = new HashSet<>();
  private boolean firstLeaving;
  private boolean greeted;
  private boolean paused;
  private boolean batchBegun;
  private boolean draining;
  private boolean waiting;
  private long held;
  private boolean ended;
  private int writing;
  private long opened;

  /** How many of the streams that this side has opened QUIC has taken in full. */
  private long left;

  private long delivered;
  private long expected = Long.MAX_VALUE;

  Link(QuicChannel channel, String remote, Limits limits, Rejections rejections) {
    this.channel = channel;
    this.remote = remote;
    this.limits = limits;
    this.rejections = rejections;
    this.maxUnread = limits.queuedBytes();
    this.outgoing = new Outgoing(channel.alloc());
    this.spacing = new Spacing(channel);
  }

  // ------------------------------------------------------------ by any thread

  @Override
  public final void send(List<byte[]> frames) {
    int size = Frames.size(frames);
    if (size > 0 && !closing.get()) {
      long unread = queue(frames, size);
      if (unread > 0) {
        rejections.count(remote, Rejection.UNREAD, "it leaves " + unread + " bytes unread");
        outgoing.discard();
        channel.close();
      } else if (drainDue.compareAndSet(false, true)) {
        later(this::drain);
      }
    }
  }

  private long queue(List<byte[]> frames, int size) {
    try {
      return outgoing.send(frames, size, maxUnread);
    } catch (RuntimeException | Error e) {
      // Half of it may be there.
      outgoing.discard();
      channel.close();
      throw e;
    }
  }

  @Override
  public final void limitUnread(int bytes) {
    maxUnread = bytes;
  }

  @Override
  public final void pauseReading() {
    later(() -> pause(true));
  }

  @Override
  public final void resumeReading() {
    later(() -> pause(false));
  }

  @Override
  public final void close() {
    if (closing.compareAndSet(false, true)) {
      later(this::finish);
    }
  }

  @Override
  public final String remote() {
    return remote;
  }

  private void later(Runnable action) {
    try {
      channel.eventLoop().execute(action);
    } catch (RejectedExecutionException e) {
      // The threads have ended, and the connections with them.
      outgoing.discard();
    }
  }

  // ---------------------------------------------- on the channel's thread: sending

  /** This is the stream that both sides write. */
  final void control(QuicStreamChannel stream) {
    control = stream;
  }

  final void say(Control words) {
    say(words, () -> {});
  }

  /** And goes on when QUIC has taken it in full. */
  private void say(Control words, Runnable then) {
    if (control != null && channel.isActive()) {
      control
          .writeAndFlush(words.bytes(control.alloc()))
          .addListener(said -> {
            if (said.isSuccess()) {
              then.run();
            } else {
              channel.close();
            }
          });
    }
  }

  /** Whether what is said is not yet waiting for the peer to read. */
  final boolean isHeard() {
    return control != null && control.isWritable();
  }

  private void drain() {
    drainDue.set(false);
    if (draining || !channel.isActive()) {
      return;
    }
    draining = true;
    try {
      writeAll();
    } catch (RuntimeException | Error e) {
      broken(e);
    } finally {
      draining = false;
    }
    if (closing.get() && !ended && writing == 0 && outgoing.isEmpty()) {
      ended = true;
      outgoing.discard();
      say(new Control.End(opened, ""));
    }
  }

  private void writeAll() {
    byte[] first = outgoing.first();
    if (first != null) {
      // Until it has come the other side reads nothing else: what is behind it must leave it room.
      firstLeaving = true;
      say(new Control.First(first), this::firstHasLeft);
      outgoing.left(Frames.size(first));
    }
    while (!firstLeaving
        && writing < MAX_WRITING
        && channel.peerAllowedStreams(QuicStreamType.UNIDIRECTIONAL) > 0) {
      if (outgoing.isLittle() && !closing.get() && spacing.remaining() > 0) {
        drainAfter(spacing.remaining());
        break;
      }
      ByteBuf chunk = outgoing.chunk();
      if (chunk == null) {
        break;
      }
      spacing.leaves();
      write(chunk);
    }
  }

  private void firstHasLeft() {
    firstLeaving = false;
    if (!draining) {
      drain();
    }
  }

  private void drainAfter(long nanos) {
    if (!waiting) {
      waiting = true;
      channel
          .eventLoop()
          .schedule(
              () -> {
                waiting = false;
                drain();
              },
              nanos,
              TimeUnit.NANOSECONDS);
    }
  }

  private void write(ByteBuf chunk) {
    Future<QuicStreamChannel> stream = channel.createStream(QuicStreamType.UNIDIRECTIONAL, UNREAD);
    if (!stream.isSuccess()) {
      chunk.release();
      broken(stream.cause());
      return;
    }
    opened++;
    writing++;
    int size = chunk.readableBytes();
    stream
        .getNow()
        .write(new DefaultQuicStreamFrame(chunk, true))
        .addListener(written -> {
          writing--;
          left++;
          outgoing.left(size);
          if (!written.isSuccess()) {
            channel.close();
          } else if (!draining) {
            drain();
          }
        });
  }

  /** Of the streams that this side opens, nothing is read. */
  private static final ChannelInboundHandlerAdapter UNREAD =
      new ChannelInboundHandlerAdapter() {
        @Override
        public boolean isSharable() {
          return true;
        }
      };

  @Override
  public final void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof QuicStreamLimitChangedEvent) {
      drain();
    }
    context.fireUserEventTriggered(event);
  }

  // -------------------------------------------- on the channel's thread: receiving

  /** What comes goes to this receiver from now on. */
  final void receive(Transport.Receiver to) {
    receiver = to;
  }

  /** The peer has opened a stream with frames; nothing is read before its first frame is there. */
  final void arrives(Channel stream) {
    arriving.add(stream);
    stream.config().setAutoRead(mayRead());
  }

  /** A stream keeps so many bytes more of a frame that is not complete. */
  final void holds(int more) {
    held += more;
    if (held > MAX_HELD) {
      throw new CorruptedFrameException(
          "it has begun frames of more than " + MAX_HELD + " bytes and not ended them");
    }
  }

  final void closed(Channel stream) {
    arriving.remove(stream);
  }

  final boolean isClosing() {
    return closing.get();
  }

  private boolean mayRead() {
    return (greeted && !paused) || closing.get();
  }

  private void pause(boolean now) {
    paused = now;
    boolean reads = mayRead();
    for (Channel stream : new ArrayList<>(arriving)) {
      stream.config().setAutoRead(reads);
    }
  }

  /** The other side says something. */
  void obey(Control words) {
    switch (words) {
      case Control.First(byte[] frame) -> {
        if (greeted) {
          throw new CorruptedFrameException("it has two first frames");
        }
        greeted = true;
        proven();
        deliver(frame);
        pause(paused);
      }
      case Control.End(long streams, String _) -> {
        expected = streams;
        overIfComplete();
      }
      case Control.Alive() -> {}
      case Control.Open(String _), Control.Opened() ->
          throw new CorruptedFrameException("it says a second time how it begins");
    }
  }

  /** The first frame has come. */
  abstract void proven();

  final void deliver(byte[] frame) {
    Transport.Receiver to = receiver;
    if (to == null || closing.get()) {
      return;
    }
    if (!batchBegun) {
      batchBegun = true;
      // Behind everything that was read together with this frame.
      later(this::batchEnd);
    }
    try {
      to.received(frame);
    } catch (MalformedException e) {
      rejections.count(remote, Rejection.FRAME, String.valueOf(e.getMessage()));
      close();
    } catch (RuntimeException | Error e) {
      OwnFault.log(remote, e);
      close();
    }
  }

  /** All frames of a stream have come. */
  final void delivered() {
    delivered++;
    overIfComplete();
  }

  private void batchEnd() {
    Transport.Receiver to = receiver;
    if (batchBegun && to != null) {
      batchBegun = false;
      try {
        to.batchEnd();
      } catch (RuntimeException | Error e) {
        OwnFault.log(remote, e);
        close();
      }
    }
  }

  // -------------------------------------------- on the channel's thread: the end

  /** This side ends it. */
  private void finish() {
    over();
    pause(false);
    drain();
    linger(-1, LINGER_ROUNDS);
  }

  /** Waits for the other side to close the connection, as long as it takes what waits for it. */
  private void linger(long leftBefore, int rounds) {
    if (left == leftBefore || rounds == 0) {
      channel.close();
    } else if (channel.isActive()) {
      long now = left;
      channel.eventLoop().schedule(() -> linger(now, rounds - 1), LINGER_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** The peer has ended it, and everything of it has come. */
  private void overIfComplete() {
    if (delivered >= expected) {
      if (delivered > expected) {
        throw new CorruptedFrameException("it has opened more streams than it says");
      }
      over();
      channel.close();
    }
  }

  /** Nothing more is handed over; tells the receiver so, unless that was done. */
  private void over() {
    closing.set(true);
    batchEnd();
    Transport.Receiver told = receiver;
    receiver = null;
    if (told != null) {
      try {
        told.closed();
      } catch (RuntimeException | Error e) {
        OwnFault.log(remote, e);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    outgoing.discard();
    over();
    context.fireChannelInactive();
  }

  /** The peer breaks the rules, the network fails, or this program. */
  final void broken(Throwable cause) {
    switch (cause) {
      case CorruptedFrameException e -> reject(e);
      case QuicException e -> reject(e);
      default -> OwnFault.logUnlessNetwork(remote, cause);
    }
    channel.close();
  }

  private void reject(Exception why) {
    rejections.count(remote, Rejection.STREAM, String.valueOf(why.getMessage()));
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    broken(cause);
  }
}
