package cutline.bank;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections of a program that dies after it has sent and received so many frames: nothing
 * more of what it says arrives anywhere.
 */
final class MortalTransport implements Transport {

  private final Transport transport;
  private final int lifetime;
  private final Runnable death;
  private final AtomicInteger frames = new AtomicInteger();
  private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

  /**
   * @param death is told, on the thread that sent or received the last frame
   */
  MortalTransport(Transport transport, int lifetime, Runnable death) {
    this.transport = transport;
    this.lifetime = lifetime;
    this.death = death;
    if (lifetime == 0) {
      death.run();
    }
  }

  boolean isDead() {
    return frames.get() >= lifetime;
  }

  /** Whether this frame still passes. */
  private boolean count() {
    return frames.getAndUpdate(n -> Math.min(n + 1, lifetime)) < lifetime;
  }

  private void dieIfDue() {
    if (isDead()) {
      connections.forEach(Connection::close);
      death.run();
    }
  }

  @Override
  public void dial(String peer, Dialer dialer) {
    if (isDead()) {
      return;
    }
    transport.dial(
        peer,
        new Dialer() {
          @Override
          public Receiver connected(Connection connection) {
            connections.add(connection);
            return new Ear(dialer.connected(new Mouth(connection)));
          }

          @Override
          public void failed(String reason) {
            dialer.failed(reason);
          }
        });
  }

  private final class Mouth implements Connection {

    private final Connection connection;

    Mouth(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void send(List<byte[]> toSend) {
      for (byte[] frame : toSend) {
        if (count()) {
          connection.send(List.of(frame));
          dieIfDue();
        }
      }
    }

    @Override
    public void limitUnread(int bytes) {
      connection.limitUnread(bytes);
    }

    @Override
    public void pauseReading() {
      connection.pauseReading();
    }

    @Override
    public void resumeReading() {
      connection.resumeReading();
    }

    @Override
    public void close() {
      connection.close();
    }

    @Override
    public String remote() {
      return connection.remote();
    }
  }

  private final class Ear implements Receiver {

    private final Receiver receiver;

    Ear(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void received(byte[] frame) throws MalformedException {
      if (count()) {
        receiver.received(frame);
        dieIfDue();
      }
    }

    @Override
    public void batchEnd() {
      receiver.batchEnd();
    }

    @Override
    public void closed() {
      receiver.closed();
    }
  }
}
