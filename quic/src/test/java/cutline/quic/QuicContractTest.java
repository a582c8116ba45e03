package cutline.quic;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cutline.runtime.admission.Limits;
import cutline.runtime.contract.NetworkContract;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** QUIC keeps what a transport promises: by either kind of sockets, over good and bad networks. */
class QuicContractTest {

  abstract static class OverQuic extends NetworkContract {

    OverQuic(int threads, Sockets sockets) {
      super(new QuicNetwork(threads, Limits.DEFAULT, sockets));
    }

    @Override
    protected InetSocketAddress free() throws IOException {
      try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        return (InetSocketAddress) free.getLocalSocketAddress();
      }
    }
  }

  @Nested
  class Native extends OverQuic {
    Native() {
      super(1, Sockets.EPOLL);
    }

    @BeforeEach
    void available() {
      assumeTrue(Epoll.isAvailable());
    }
  }

  @Nested
  class Jdk extends OverQuic {
    Jdk() {
      super(1, Sockets.NIO);
    }
  }

  @Nested
  class SeveralThreads extends OverQuic {
    SeveralThreads() {
      super(3, Sockets.best());
    }
  }

  abstract static class OverBadWire extends OverQuic {

    private final List<BadWire> wires = new ArrayList<>();
    private final double lost;
    private final double doubled;
    private final Duration jitter;

    OverBadWire(double lost, double doubled, Duration jitter) {
      super(1, Sockets.best());
      this.lost = lost;
      this.doubled = doubled;
      this.jitter = jitter;
    }

    @Override
    protected InetSocketAddress through(InetSocketAddress address) throws IOException {
      BadWire wire = BadWire.to(address, 7).harm(lost, doubled, jitter);
      wires.add(wire);
      return wire.address();
    }

    @Override
    @AfterEach
    protected void end() throws IOException {
      super.end();
      wires.forEach(BadWire::close);
    }
  }

  @Nested
  class Bad extends OverBadWire {
    Bad() {
      super(0.5, 5, Duration.ofMillis(1));
    }
  }

  @Nested
  @Tag("long")
  class Lossy extends OverBadWire {
    Lossy() {
      super(2, 0, Duration.ZERO);
    }
  }

  @Nested
  @Tag("long")
  class Doubled extends OverBadWire {
    Doubled() {
      super(0, 30, Duration.ZERO);
    }
  }

  @Nested
  @Tag("long")
  class Reordered extends OverBadWire {
    Reordered() {
      super(0, 0, Duration.ofMillis(2));
    }
  }
}
