package cutline.runtime;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One end of a connection of a {@link MemoryNetwork}. */
final class MemoryConnection implements Connection {

  private static final System.Logger LOG = System.getLogger(MemoryConnection.class.getName());

  private enum State {
    OPEN,
    /** What the other end has sent is still handed over. */
    ENDING,
    /** Nothing more is handed over. */
    CUT,
    /** The receiver knows. */
    CLOSED
  }

  private final String local;
  private final String remote;
  private final Consumer<MemoryConnection> whenClosed;
  private final MemoryConnection other;

  /** What the other end has sent and our receiver has not taken. */
  private final Queue<List<byte[]>> arrived = new ArrayDeque<>();

  private Transport.@Nullable Receiver receiver;
  private State state = State.OPEN;
  private boolean paused;

  /** Whether someone is handing over, or nobody may as yet. */
  private boolean busy = true;

  MemoryConnection(String local, String remote, Consumer<MemoryConnection> whenClosed) {
    this.local = local;
    this.remote = remote;
    this.whenClosed = whenClosed;
    this.other = new MemoryConnection(this);
  }

  private MemoryConnection(MemoryConnection other) {
    this.local = other.remote;
    this.remote = other.local;
    this.whenClosed = other.whenClosed;
    this.other = other;
  }

  MemoryConnection otherEnd() {
    return other;
  }

  boolean isOf(String name) {
    return local.equals(name) || remote.equals(name);
  }

  /** From now on, what comes and what came goes to the receiver. */
  void open(Transport.Receiver to) {
    synchronized (this) {
      receiver = to;
      busy = false;
    }
    handOver();
  }

  @Override
  public String remote() {
    return remote;
  }

  // ----------------------------------------------------------------- sending

  @Override
  public void send(List<byte[]> frames) {
    for (byte[] frame : frames) {
      if (frame.length == 0 || frame.length > MAX_FRAME) {
        throw new IllegalArgumentException("a frame of " + frame.length + " bytes");
      }
    }
    if (!frames.isEmpty() && state() == State.OPEN) {
      other.arrive(List.copyOf(frames));
    }
  }

  @Override
  public void close() {
    end(State.CUT);
    other.end(State.ENDING);
  }

  /** Ends both ends, whatever is on its way. */
  void cut() {
    end(State.CUT);
    other.end(State.CUT);
  }

  // --------------------------------------------------------------- receiving

  @Override
  public synchronized void pauseReading() {
    paused = true;
  }

  /** What is unread waits at the other end, with everything else of this JVM. */
  @Override
  public void limitUnread(int bytes) {}

  @Override
  public void resumeReading() {
    synchronized (this) {
      paused = false;
    }
    handOver();
  }

  private void arrive(List<byte[]> frames) {
    synchronized (this) {
      if (state == State.OPEN) {
        arrived.add(frames);
      }
    }
    handOver();
  }

  private void end(State how) {
    synchronized (this) {
      if (how.compareTo(state) > 0) {
        state = how;
      }
    }
    handOver();
  }

  private synchronized State state() {
    return state;
  }

  private void handOver() {
    synchronized (this) {
      if (busy) {
        return;
      }
      busy = true;
    }
    Transport.Receiver to = Objects.requireNonNull(receiver);
    while (true) {
      List<byte[]> frames;
      synchronized (this) {
        boolean over = state == State.CUT || (state == State.ENDING && arrived.isEmpty());
        if (!over && (state == State.CLOSED || paused || arrived.isEmpty())) {
          busy = false;
          return;
        }
        frames = over ? List.of() : arrived.remove();
        state = over ? State.CLOSED : state;
      }
      if (frames.isEmpty()) {
        whenClosed.accept(this);
        to.closed();
      } else {
        handOver(frames, to);
      }
    }
  }

  private void handOver(List<byte[]> frames, Transport.Receiver to) {
    try {
      for (byte[] frame : frames) {
        if (state() == State.CUT) {
          break;
        }
        to.received(frame);
      }
    } catch (MalformedException e) {
      cut();
    } catch (RuntimeException e) {
      // Not the sender's fault, who would be told otherwise.
      LOG.log(System.Logger.Level.ERROR, "a bug in the receiver of " + local, e);
      cut();
    }
    to.batchEnd();
  }
}
