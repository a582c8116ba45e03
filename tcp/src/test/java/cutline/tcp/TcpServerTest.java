package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cutline.runtime.admission.Limits;
import cutline.runtime.contract.Dial;
import cutline.runtime.contract.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TcpServerTest {

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(host, port);
  }

  @ParameterizedTest
  @EnumSource(Sockets.class)
  void aTakenPortIsReportedInASentence(Sockets sockets) throws IOException {
    try (TcpNetwork network = new TcpNetwork(1, Limits.DEFAULT, sockets);
        TcpServer server = network.listen(at("127.0.0.1", 0), End::new)) {
      int port = server.address().getPort();
      assertThatThrownBy(() -> network.listen(at("127.0.0.1", port), End::new))
          .isInstanceOf(IOException.class)
          .hasMessage("port " + port + " on 127.0.0.1 is taken");
    }
  }

  @ParameterizedTest
  @EnumSource(Sockets.class)
  void anAddressOfAnotherMachineIsReportedInASentence(Sockets sockets) {
    try (TcpNetwork network = new TcpNetwork(1, Limits.DEFAULT, sockets)) {
      assertThatThrownBy(() -> network.listen(at("192.0.2.1", 0), End::new))
          .isInstanceOf(IOException.class)
          .hasMessage("192.0.2.1 is not an address of this machine");
    }
  }

  @ParameterizedTest
  @EnumSource(Sockets.class)
  void anUnknownHostIsReportedInASentence(Sockets sockets) {
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("no-such-host.invalid", 0);
    try (TcpNetwork network = new TcpNetwork(1, Limits.DEFAULT, sockets)) {
      assertThatThrownBy(() -> network.listen(unknown, End::new))
          .isInstanceOf(IOException.class)
          .hasMessage("host no-such-host.invalid is unknown");
    }
  }

  @ParameterizedTest
  @EnumSource(Sockets.class)
  void itsEndIsTheEndOfItsConnectionsOnly(Sockets sockets) throws IOException {
    try (TcpNetwork network = new TcpNetwork(1, Limits.DEFAULT, sockets);
        EchoServer other = new EchoServer(Limits.DEFAULT)) {
      TcpServer server = network.listen(at("127.0.0.1", 0), End::new);
      Dial here = new Dial();
      network.dial(server.address(), here);
      Dial there = new Dial();
      network.dial(other.address(), there);
      here.end();

      server.close();
      here.end().awaitClosed();
      assertThat(server.connections()).isZero();
      there.end().send("x");
      assertThat(there.end().takeText()).isEqualTo("x");

      InetSocketAddress again = server.address();
      network.listen(again, End::new).close();
    }
  }

  @ParameterizedTest
  @EnumSource(Sockets.class)
  void theEndOfTheNetworkIsTheEndOfAll(Sockets sockets) throws IOException {
    TcpNetwork network = new TcpNetwork(2, Limits.DEFAULT, sockets);
    End[] accepted = new End[1];
    TcpServer server =
        network.listen(
            at("127.0.0.1", 0), connection -> accepted[0] = new EchoServer.Echo(connection));
    Dial dial = new Dial();
    network.dial(server.address(), dial);
    dial.end().send("x");
    dial.end().take();

    network.close();
    assertThat(dial.end().closedCalls()).isOne();
    assertThat(accepted[0].closedCalls()).isOne();
    assertThat(accepted[0].broken()).isEmpty();
    dial.end().send("nothing happens");
    dial.end().connection().close();
    server.close();
    network.close();
  }

  @ParameterizedTest
  @EnumSource(Sockets.class)
  void itCountsWhatItAccepts(Sockets sockets) throws IOException {
    try (TcpNetwork network = new TcpNetwork(1, Limits.DEFAULT, sockets);
        TcpServer server =
            network.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), End::new)) {
      for (int i = 0; i < 3; i++) {
        try (RawPeer peer = RawPeer.greeted(server.address())) {
          assertThat(server.connections()).isOne();
          peer.hangUp();
        }
        await().atMost(End.PATIENCE).until(() -> server.connections() == 0);
      }
      assertThat(server.accepted()).isEqualTo(3);
    }
  }
}
