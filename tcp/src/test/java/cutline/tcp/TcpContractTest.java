package cutline.tcp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cutline.runtime.admission.Limits;
import cutline.runtime.contract.NetworkContract;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** TCP keeps what a transport promises: by either kind of sockets, over good and bad networks. */
class TcpContractTest {

  abstract static class OverTcp extends NetworkContract {

    private final CapturedLog log = new CapturedLog();

    OverTcp(int threads, Sockets sockets) {
      super(new TcpNetwork(threads, Limits.DEFAULT, sockets));
    }

    @Override
    protected InetSocketAddress free() throws IOException {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return (InetSocketAddress) free.getLocalSocketAddress();
      }
    }

    @Override
    @AfterEach
    protected void end() throws IOException {
      super.end();
      log.close();
    }
  }

  @Nested
  class Native extends OverTcp {
    Native() {
      super(1, Sockets.EPOLL);
    }

    @BeforeEach
    void available() {
      assumeTrue(Epoll.isAvailable());
    }
  }

  @Nested
  class Jdk extends OverTcp {
    Jdk() {
      super(1, Sockets.NIO);
    }
  }

  @Nested
  class SeveralThreads extends OverTcp {
    SeveralThreads() {
      super(3, Sockets.best());
    }
  }

  abstract static class OverRelay extends OverTcp {

    private final List<Relay> relays = new ArrayList<>();

    OverRelay() {
      super(1, Sockets.best());
    }

    @Override
    protected InetSocketAddress through(InetSocketAddress address) throws IOException {
      Relay relay = Relay.to(address, 7);
      spoil(relay);
      relays.add(relay);
      return relay.address();
    }

    abstract void spoil(Relay relay);

    @Override
    @AfterEach
    protected void end() throws IOException {
      super.end();
      for (Relay relay : relays) {
        relay.close();
      }
    }
  }

  @Nested
  class Split extends OverRelay {
    @Override
    void spoil(Relay relay) {
      relay.split(4_000);
    }
  }

  @Nested
  class Coalesced extends OverRelay {
    @Override
    void spoil(Relay relay) {
      relay.coalesce(Duration.ofMillis(5));
    }
  }
}
