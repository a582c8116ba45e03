package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.contract.Dial;
import cutline.runtime.contract.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who breaks the rules of streams loses the connection, and no one else does. */
class HostileStreamsTest {

  private EchoServer echo;

  @BeforeEach
  void listen() throws IOException {
    echo = new EchoServer(Limits.DEFAULT);
  }

  @AfterEach
  void theGoodConnectionGoesOn() {
    echo.assertGoodGoesOn();
    echo.close();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a frame of a stream that is not open | 02 01 78             | stream 2 was never opened
          the largest number                   | ff ff 7f 01 78       | stream 2097151 was never opened
          an end of a stream that is not open  | 00 04 03 02 00 00    | stream 2 was never opened
          a number twice                       | 00 04 01 01 00 00    | stream 1 follows stream 1
          a number left out                    | 00 04 01 03 00 00    | stream 3 follows stream 1
          the largest number, opened           | 00 04 01 ff ff 1f    | stream 2097151 follows stream 1
          stream 0, opened                     | 00 04 01 00 00 00    | there is no stream 0
          stream 0, ended                      | 00 04 03 00 00 00    | there is no stream 0
          a number that is too large           | 00 04 01 00 00 20    | there is no stream 2097152
          a stream let in by the dialing side  | 00 04 02 01 00 00    | which is its own
          too much about a stream let in       | 00 05 02 01 00 00 78 | too much
          a kind 0                             | 00 04 00 02 00 00    | of kind 0
          a kind 4                             | 00 04 04 02 00 00    | of kind 4
          a kind -1                            | 00 04 ff 02 00 00    | of kind -1
          a byte                               | 00 01 01             | has 1 bytes
          half a number                        | 00 03 01 02 00       | has 3 bytes
          """)
  void aBrokenRuleEndsTheConnection(String name, String hex, String why) throws IOException {
    try (RawPeer peer = RawPeer.greeted(echo.address())) {
      peer.send(1, (byte) 'x');
      assertThat(peer.read(3)).hasSize(3);
      peer.write(bytes(hex)).awaitClosed();
    }
    echo.assertRejected(Rejection.STREAM, why);
    echo.otherEnd().awaitClosed();
  }

  @Test
  void aLongControlFrameEndsTheConnection() throws IOException {
    try (RawPeer peer = RawPeer.greeted(echo.address())) {
      peer.send(0, new byte[Control.MAX + 1]).awaitClosed();
    }
    echo.assertRejected(Rejection.STREAM, "has 1025 bytes");
  }

  @Test
  void theFirstStreamIsStreamOne() throws IOException {
    try (RawPeer peer = new RawPeer(echo.address())) {
      peer.write(RawPeer.PREFACE).say(new Control.Open(2, "")).awaitClosed();
    }
    echo.assertRejected(Rejection.STREAM, "stream 2 follows stream 0");
  }

  @Test
  void whatComesForAStreamThatHasEndedIsDropped() throws IOException {
    try (RawPeer peer = RawPeer.greeted(echo.address())) {
      peer.open(2, "").say(new Control.End(1, ""));
      for (int i = 0; i < 1_000; i++) {
        peer.send(1, new byte[1_000]).say(new Control.End(1, "\u001b[2J"));
      }
      peer.send(2, (byte) 'x');
      assertThat(peer.read(3)).isEqualTo(new byte[] {2, 1, 'x'});
      assertThat(echo.otherEnd().received()).isZero();
      echo.otherEnd().awaitClosed();
      assertThat(echo.otherEnd().closedCalls()).isOne();
      assertThat(echo.server().streams()).isEqualTo(2);
    }
  }

  @Test
  void aStreamMayEndBeforeItIsLetIn() throws IOException {
    try (RawPeer peer = new RawPeer(echo.address())) {
      peer.write(RawPeer.PREFACE)
          .say(new Control.Open(1, ""))
          .say(new Control.End(1, ""))
          .say(new Control.Open(2, ""))
          .send(2, (byte) 'x');
      assertThat(peer.read(5)).isEqualTo(RawPeer.PREFACE);
      assertThat(peer.hear()).isEqualTo(new Control.Opened(1));
      assertThat(peer.hear()).isEqualTo(new Control.Opened(2));
      assertThat(peer.read(3)).isEqualTo(new byte[] {2, 1, 'x'});
    }
    await().atMost(End.PATIENCE).until(() -> echo.server().streams() == 1);
  }

  @Test
  void randomControlFramesNeverHarmAnyoneElse() throws IOException {
    Random random = new Random(44);
    for (int i = 0; i < 200; i++) {
      try (RawPeer peer = RawPeer.greeted(echo.address())) {
        for (int frame = 0; frame < 50; frame++) {
          byte[] noise = new byte[1 + random.nextInt(8)];
          random.nextBytes(noise);
          noise[0] = (byte) random.nextInt(5);
          if (noise.length > 3) {
            noise[1] = (byte) random.nextInt(4);
            noise[2] = 0;
            noise[3] = 0;
          }
          peer.tryToWrite(RawPeer.framed(0, noise));
        }
        peer.tryToWrite(RawPeer.framed(0, (byte) 0)).awaitClosed();
      }
      echo.assertGoodGoesOn();
    }
    assertThat(echo.server().rejected(Rejection.STREAM)).isEqualTo(200);
    await().atMost(End.PATIENCE).until(() -> echo.server().streams() == 1);
    assertThat(echo.log().bugs()).isEmpty();
  }

  // ------------------------------------------------------------- who was dialed

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a stream of its own              | 00 04 01 02 00 00
          a stream that nobody has opened  | 02 01 78
          letting in what was never opened | 00 04 02 02 00 00
          ending what was never opened     | 00 04 03 02 00 00
          """)
  void whoWasDialedKeepsTheRulesToo(String name, String hex) throws IOException {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TcpNetwork network = new TcpNetwork()) {
      Dial dial = new Dial();
      network.dial((InetSocketAddress) stranger.getLocalSocketAddress(), dial);
      try (Socket socket = stranger.accept()) {
        socket.getOutputStream().write(RawPeer.PREFACE);
        byte[] asked = RawPeer.framed(0, new Control.Open(1, "").frame());
        socket.getInputStream().readNBytes(RawPeer.PREFACE.length + asked.length);
        socket.getOutputStream().write(RawPeer.framed(0, new Control.Opened(1).frame()));
        socket.getOutputStream().write(RawPeer.framed(0, new Control.Opened(1).frame()));
        End end = dial.end();
        end.send("hello");
        socket.getOutputStream().write(bytes(hex));
        end.awaitClosed();
        assertThat(network.rejected(Rejection.STREAM)).isOne();
        assertThat(dial.answers()).isOne();
      }
    }
  }

  @Test
  void aRefusalIsOneLine() throws IOException {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TcpNetwork network = new TcpNetwork()) {
      Dial dial = new Dial();
      network.dial((InetSocketAddress) stranger.getLocalSocketAddress(), dial);
      try (Socket socket = stranger.accept()) {
        socket.getOutputStream().write(RawPeer.PREFACE);
        byte[] asked = RawPeer.framed(0, new Control.Open(1, "").frame());
        socket.getInputStream().readNBytes(RawPeer.PREFACE.length + asked.length);
        socket
            .getOutputStream()
            .write(RawPeer.framed(0, new Control.End(1, "no\n\u001b[2J!").frame()));
        assertThat(dial.failure()).isEqualTo("127.0.0.1:" + stranger.getLocalPort() + ": no  [2J!");
        assertThat(socket.getInputStream().read()).as("the end of the connection").isEqualTo(-1);
      }
    }
  }
}
