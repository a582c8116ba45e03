package cutline.tcp;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One of the connections between processes that a {@link Trunk} carries. */
final class TcpStream implements Connection {

  final int number;

  private final Trunk trunk;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile int maxUnread;

  /** Guarded by the trunk's {@link Outgoing}. */
  private final Unread unread = new Unread();

  /** Guarded by the trunk. */
  boolean paused;

  // On the trunk's thread only:
  private Transport.@Nullable Receiver receiver;
  private @Nullable Future<?> deadline;
  private boolean proven;
  private boolean batchBegun;

  TcpStream(Trunk trunk, int number, int maxUnread) {
    this.trunk = trunk;
    this.number = number;
    this.maxUnread = maxUnread;
  }

  @Override
  public void send(List<byte[]> frames) {
    int size = FrameEncoder.size(number, frames);
    if (size > 0 && !isClosing()) {
      trunk.send(this, unread, frames, size, maxUnread);
    }
  }

  @Override
  public void limitUnread(int bytes) {
    maxUnread = bytes;
  }

  @Override
  public void pauseReading() {
    trunk.pause(this);
  }

  @Override
  public void resumeReading() {
    trunk.resume(this);
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      trunk.end(this, "");
      trunk.resume(this);
    }
  }

  @Override
  public String remote() {
    return trunk.remote();
  }

  boolean isClosing() {
    return closing.get();
  }

  // ------------------------------------------------ on the trunk's thread only

  /** What comes goes to this receiver from now on. */
  void open(Transport.Receiver to) {
    receiver = to;
  }

  /** The first frame must come before the deadline. */
  void await(Future<?> until) {
    deadline = until;
  }

  void received(byte[] frame) throws MalformedException {
    if (!proven) {
      proven = true;
      forgetDeadline();
      trunk.proven(this);
    }
    batchBegun = true;
    if (receiver != null) {
      receiver.received(frame);
    }
  }

  /** Whether anything was ever received. */
  boolean isProven() {
    return proven;
  }

  /** Whether something was received since the last end of a batch. */
  boolean isInBatch() {
    return batchBegun;
  }

  private void forgetDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  /** Nothing more has come together with what was received. */
  void batchEnd() {
    if (batchBegun) {
      batchBegun = false;
      if (receiver != null) {
        receiver.batchEnd();
      }
    }
  }

  /** It is over; tells the receiver so, unless that was done. */
  void over() {
    closing.set(true);
    trunk.resume(this);
    forgetDeadline();
    Transport.Receiver told = receiver;
    if (told != null) {
      try {
        batchEnd();
      } finally {
        receiver = null;
        told.closed();
      }
    }
  }
}
