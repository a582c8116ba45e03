package cutline.tcp;

import cutline.runtime.MalformedException;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One TCP connection, which carries the streams of one JVM to the processes that wait at one
 * address of another one. What is queued for all of them leaves with one flush; what has come
 * together is handed to all of them before any is told that the batch has ended.
 *
 * <p>A stream that ends is forgotten at once. What still comes for it is dropped: the other side
 * may not have known.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
abstract class Trunk extends ChannelInboundHandlerAdapter implements FrameSink {

  /** What the other side may leave unread of what it is told about streams, in bytes. */
  private static final int MAX_CONTROL_UNREAD = 1024 * 1024;

  final Channel channel;
  final Limits limits;
  final Rejections rejections;

  private final String remote;
  private final Outgoing outgoing;
  private final AtomicBoolean cutOff = new AtomicBoolean();
  private final Unread controlUnread = new Unread();
  private final IntObjectMap<TcpStream> streams = new IntObjectHashMap<>();

  /** The streams that have got something since the last end of a batch. */
  private final List<TcpStream> touched = new ArrayList<>();

  /** The last number that a stream was opened under. */
  int lastStream;

  /** Whether nothing that comes counts any more. */
  private boolean deaf;

  /** Guarded by this: how many streams do not want to be read from. */
  private int paused;

  Trunk(Channel channel, String remote, Limits limits, Rejections rejections) {
    this.channel = channel;
    this.remote = remote;
    this.limits = limits;
    this.rejections = rejections;
    this.outgoing = new Outgoing(channel, this::drain);
  }

  final String remote() {
    return remote;
  }

  /** Whether any stream is open. */
  final boolean hasStreams() {
    return !streams.isEmpty();
  }

  // ------------------------------------------------------ sending, by any thread

  final void send(TcpStream stream, Unread unread, List<byte[]> frames, int size, int most) {
    if (channel.isActive()) {
      long excess = outgoing.send(stream.number, unread, frames, size, most);
      if (excess > 0) {
        cutOff(excess);
      }
    }
  }

  final void say(Control control) {
    List<byte[]> frame = List.of(control.frame());
    int size = FrameEncoder.size(0, frame);
    long excess = outgoing.send(0, controlUnread, frame, size, MAX_CONTROL_UNREAD);
    if (excess > 0) {
      cutOff(excess);
    }
  }

  /** The streams share a socket: what one of them has queued cannot be taken back alone. */
  private void cutOff(long unread) {
    if (cutOff.compareAndSet(false, true)) {
      rejections.count(remote, Rejection.UNREAD, "it leaves " + unread + " bytes unread");
      outgoing.discard();
      channel.close();
    }
  }

  /** Ends a stream behind what was sent on it. */
  final void end(TcpStream stream, String reason) {
    outgoing.end(stream, new Control.End(stream.number, reason).frame());
  }

  /** Hands what is queued to the socket. */
  final void drain() {
    for (TcpStream stream : outgoing.flush()) {
      remove(stream.number);
    }
  }

  // ------------------------------------------------------ reading, by any thread

  /** While any stream is paused, nothing is read for the others either. */
  final synchronized void pause(TcpStream stream) {
    if (!stream.paused && !stream.isClosing()) {
      stream.paused = true;
      if (paused++ == 0) {
        channel.config().setAutoRead(false);
      }
    }
  }

  final synchronized void resume(TcpStream stream) {
    if (stream.paused) {
      stream.paused = false;
      if (--paused == 0) {
        channel.config().setAutoRead(true);
      }
    }
  }

  // ------------------------------------------------ on the channel's thread only

  /** Waits for something that must happen before the limit for silence. */
  final Future<?> atSilence(Runnable action) {
    return channel.eventLoop().schedule(action, limits.silence().toNanos(), TimeUnit.NANOSECONDS);
  }

  final TcpStream add(int number) {
    TcpStream stream = new TcpStream(this, number, limits.queuedBytes());
    streams.put(number, stream);
    return stream;
  }

  /** A stream has ended, by either side, if it is still there. */
  final void remove(int number) {
    TcpStream stream = streams.remove(number);
    if (stream != null) {
      guarded(stream, stream::over);
      left(stream);
    }
  }

  /** The first frame of a stream has come. */
  abstract void proven(TcpStream stream);

  /** A stream has ended. */
  abstract void left(TcpStream stream);

  /** The other side opens a stream. */
  abstract void open(int number, String target);

  /** The other side has let in a stream. */
  abstract void opened(int number);

  /** The other side has ended a stream. */
  void ended(int number, String reason) {
    remove(number);
  }

  @Override
  public final void frame(int number, ByteBuf in, int length) {
    if (deaf) {
      return;
    }
    if (number == 0) {
      obey(Control.read(in, length));
      return;
    }
    TcpStream stream = streams.get(number);
    if (stream == null) {
      requireOpened(number);
    } else if (!stream.isClosing()) {
      byte[] frame = new byte[length];
      in.readBytes(frame);
      deliver(stream, frame);
    }
  }

  private void requireOpened(int number) {
    if (number > lastStream) {
      throw new StreamException("stream " + number + " was never opened");
    }
  }

  private void obey(Control control) {
    switch (control) {
      case Control.Open(int number, String target) -> open(number, target);
      case Control.Opened(int number) -> {
        requireOpened(number);
        opened(number);
      }
      case Control.End(int number, String reason) -> {
        requireOpened(number);
        ended(number, reason);
      }
    }
  }

  private void deliver(TcpStream stream, byte[] frame) {
    if (!stream.isInBatch()) {
      touched.add(stream);
    }
    try {
      stream.received(frame);
    } catch (MalformedException e) {
      rejections.count(remote, Rejection.FRAME, String.valueOf(e.getMessage()));
      stream.close();
    } catch (RuntimeException | Error e) {
      OwnFault.log(channel, e);
      stream.close();
    }
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext context) {
    for (TcpStream stream : touched) {
      guarded(stream, stream::batchEnd);
    }
    touched.clear();
  }

  /** What goes wrong in one receiver is not the others' fault. */
  private void guarded(TcpStream stream, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      OwnFault.log(channel, e);
      stream.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    deaf = true;
    outgoing.discard();
    for (TcpStream stream : List.copyOf(streams.values())) {
      remove(stream.number);
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    switch (cause) {
      case StreamException e -> reject(Rejection.STREAM, e);
      case CorruptedFrameException e -> reject(Rejection.LENGTH, e);
      default -> OwnFault.logUnlessNetwork(channel, cause);
    }
    abort();
  }

  private void reject(Rejection reason, Exception why) {
    rejections.count(remote, reason, String.valueOf(why.getMessage()));
  }

  /** Nothing that still comes counts. */
  final void deafen() {
    deaf = true;
  }

  /** Ends the connection without sending what is queued. */
  final void abort() {
    deaf = true;
    channel.close();
  }
}
