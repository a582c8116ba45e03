package cutline.bank;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import java.util.ArrayDeque;
import java.util.Queue;

/** Connections over which, for a while, nothing comes; then all of it. */
final class SlowTransport implements Transport {

  private interface Arrival {
    void comes() throws MalformedException;
  }

  private final Transport transport;
  private final Queue<Arrival> held = new ArrayDeque<>();
  private boolean holds;

  SlowTransport(Transport transport) {
    this.transport = transport;
  }

  synchronized void hold() {
    holds = true;
  }

  synchronized void release() throws MalformedException {
    holds = false;
    for (Arrival each = held.poll(); each != null; each = held.poll()) {
      each.comes();
    }
  }

  private synchronized void comes(Arrival arrival) throws MalformedException {
    if (holds) {
      held.add(arrival);
    } else {
      arrival.comes();
    }
  }

  @Override
  public void dial(String peer, Dialer dialer) {
    transport.dial(
        peer,
        new Dialer() {
          @Override
          public Receiver connected(Connection connection) {
            return new Late(dialer.connected(connection));
          }

          @Override
          public void failed(String reason) {
            dialer.failed(reason);
          }
        });
  }

  private final class Late implements Receiver {

    private final Receiver receiver;

    Late(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void received(byte[] frame) throws MalformedException {
      comes(() -> receiver.received(frame));
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
