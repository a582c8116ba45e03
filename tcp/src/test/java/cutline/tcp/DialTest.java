package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import cutline.runtime.contract.Dial;
import cutline.runtime.contract.End;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dial ends with a connection or with a sentence. */
class DialTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final CapturedLog log = new CapturedLog();
  private final TcpNetwork network =
      new TcpNetwork(1, new Limits(Duration.ofSeconds(2), Duration.ofMillis(300), 10, 10, 1 << 20));

  @AfterEach
  void close() {
    network.close();
    log.close();
  }

  private String failureToDial(InetSocketAddress address) {
    Dial dial = new Dial();
    network.dial(address, dial);
    String reason = dial.failure();
    assertThat(dial.answers()).isOne();
    return reason;
  }

  /** What comes of dialing one who answers so. */
  private String failureWhenAnswered(Answer answer) throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, LOOPBACK)) {
      Dial dial = new Dial();
      network.dial((InetSocketAddress) stranger.getLocalSocketAddress(), dial);
      try (Socket socket = stranger.accept()) {
        assertThat(socket.getInputStream().readNBytes(5)).isEqualTo(RawPeer.PREFACE);
        answer.to(socket);
        String reason = dial.failure();
        assertThat(dial.answers()).isOne();
        return reason.replace(":" + stranger.getLocalPort(), ":PORT");
      }
    }
  }

  private interface Answer {
    void to(Socket socket) throws IOException;
  }

  @Test
  void nobodyListens() throws IOException {
    InetSocketAddress free;
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      free = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    assertThat(failureToDial(free)).isEqualTo("nobody listens at 127.0.0.1:" + free.getPort());
  }

  @Test
  void noSuchHost() {
    assertThat(failureToDial(InetSocketAddress.createUnresolved("no-such-host.invalid", 9091)))
        .isEqualTo("host no-such-host.invalid is unknown");
  }

  @Test
  void aHostNameIsLookedUpAtTheDial() throws IOException {
    try (EchoServer echo = new EchoServer(Limits.DEFAULT)) {
      Dial dial = new Dial();
      int port = echo.address().getPort();
      network.dial(InetSocketAddress.createUnresolved("localhost", port), dial);
      dial.end().send("x");
      assertThat(dial.end().takeText()).isEqualTo("x");
      assertThat(dial.end().connection().remote()).isEqualTo("localhost:" + port);
    }
  }

  @Test
  void aPeerIsCalledByItsAddress() throws IOException {
    try (EchoServer echo = new EchoServer(Limits.DEFAULT)) {
      Dial dial = new Dial();
      network.transport(Map.of("B", echo.address())).dial("B", dial);
      assertThat(dial.end().connection().remote())
          .isEqualTo("127.0.0.1:" + echo.address().getPort());
    }
  }

  @Test
  void aWebServer() throws Exception {
    byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(failureWhenAnswered(socket -> socket.getOutputStream().write(answer)))
        .isEqualTo(
            "127.0.0.1:PORT: it begins with the bytes 485454502f312e31, which is not Cutline");
    assertThat(network.rejected(Rejection.NOT_CUTLINE)).isOne();
  }

  @Test
  void anotherVersion() throws Exception {
    byte[] answer = {'C', 'U', 'T', 'L', 3};
    assertThat(failureWhenAnswered(socket -> socket.getOutputStream().write(answer)))
        .isEqualTo("127.0.0.1:PORT: it speaks version 3, this is version 2");
    assertThat(network.rejected(Rejection.VERSION)).isOne();
  }

  @Test
  void silence() throws Exception {
    assertThat(failureWhenAnswered(_ -> {}))
        .isEqualTo("127.0.0.1:PORT: it does not answer the greeting within 300 ms");
    assertThat(network.rejected(Rejection.SILENCE)).isOne();
  }

  @Test
  void halfAGreeting() throws Exception {
    assertThat(failureWhenAnswered(socket -> socket.getOutputStream().write('C')))
        .contains("does not answer the greeting");
  }

  @Test
  void oneWhoHangsUp() throws Exception {
    assertThat(failureWhenAnswered(Socket::close))
        .isEqualTo("127.0.0.1:PORT closed the connection before it had greeted");
  }

  @Test
  void oneWhoResets() throws Exception {
    assertThat(
            failureWhenAnswered(socket -> {
              socket.setSoLinger(true, 0);
              socket.close();
            }))
        .isEqualTo("127.0.0.1:PORT broke the connection before it had greeted");
  }

  @Test
  void oneWhoLiesLaterIsRejected() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, LOOPBACK)) {
      Dial dial = new Dial();
      network.dial((InetSocketAddress) stranger.getLocalSocketAddress(), dial);
      try (Socket socket = stranger.accept()) {
        socket.getOutputStream().write(RawPeer.PREFACE);
        int greeting =
            RawPeer.PREFACE.length + RawPeer.framed(0, new Control.Open(1, "").frame()).length;
        assertThat(socket.getInputStream().readNBytes(greeting)).hasSize(greeting);
        socket.getOutputStream().write(RawPeer.framed(0, new Control.Opened(1).frame()));
        socket.getOutputStream().write(new byte[] {1, 1, 'x', 1, 0});
        assertThat(dial.end().takeText()).isEqualTo("x");
        dial.end().awaitClosed();
        assertThat(network.rejected(Rejection.LENGTH)).isOne();
        assertThat(dial.end().broken()).isEmpty();
      }
    }
  }

  @Test
  void aConnectionToItselfIsNone() {
    InetSocketAddress same = new InetSocketAddress(LOOPBACK, 40_000);
    Dial dial = new Dial();
    Route route = new Route(same, 1, _ -> {});
    route.dial(new Route.Wish("B", dial));
    DialHandshake handshake =
        new DialHandshake(route, Limits.DEFAULT, new Rejections(OwnFault.LOG));
    EmbeddedChannel channel =
        new EmbeddedChannel(handshake) {
          @Override
          protected SocketAddress localAddress0() {
            return same;
          }

          @Override
          protected SocketAddress remoteAddress0() {
            return same;
          }
        };
    assertThat(dial.failure()).isEqualTo("nobody listens at 127.0.0.1:40000");
    assertThat(channel.isOpen()).isFalse();
    assertThat(dial.answers()).isOne();
  }

  @Test
  void afterTheEndOfTheNetwork() {
    network.close();
    assertThat(failureToDial(new InetSocketAddress(LOOPBACK, 9))).isEqualTo("this side has ended");
  }

  @Test
  void theEndOfTheNetworkEndsDials() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
      Dial dial = new Dial();
      network.dial((InetSocketAddress) silent.getLocalSocketAddress(), dial);
      try (Socket socket = silent.accept()) {
        network.close();
        assertThat(dial.failure()).isNotBlank();
        await().atMost(End.PATIENCE).until(() -> socket.getInputStream().readNBytes(6).length < 6);
      }
      assertThat(dial.answers()).isOne();
    }
  }

  @Test
  void theEndOfTheNetworkMayMeetTheLookupOfAHost() {
    try (CapturedLog netty = new CapturedLog("io.netty")) {
      for (int i = 0; i < 300; i++) {
        Dial dial = new Dial();
        try (TcpNetwork brief = new TcpNetwork(1, Limits.DEFAULT)) {
          brief.dial(new InetSocketAddress(LOOPBACK, 9), dial);
        }
        assertThat(dial.failure()).isNotBlank();
        assertThat(dial.answers()).isOne();
      }
      assertThat(netty.lines()).isEmpty();
    }
  }
}
