package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cutline.runtime.contract.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

  private ServerSocket target;
  private Relay relay;

  @BeforeEach
  void open() throws IOException {
    target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    relay = Relay.to((InetSocketAddress) target.getLocalSocketAddress(), 1);
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    target.close();
    await().atMost(End.PATIENCE).until(() -> relay.connections() == 0);
  }

  /** A connection through the relay, as its two ends see it. */
  private record Line(Socket near, Socket far) implements AutoCloseable {

    void assertPasses(int bytes) throws IOException {
      byte[] sent = new byte[bytes];
      new Random(bytes).nextBytes(sent);
      Thread.ofVirtual()
          .start(() -> {
            try {
              near.getOutputStream().write(sent);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(far.getInputStream().readNBytes(bytes)).isEqualTo(sent);
      far.getOutputStream().write(7);
      assertThat(near.getInputStream().read()).isEqualTo(7);
    }

    @Override
    public void close() throws IOException {
      near.close();
      far.close();
    }
  }

  private Line connect() throws IOException {
    Socket near = new Socket();
    near.connect(relay.address());
    Socket far = target.accept();
    near.setSoTimeout((int) End.PATIENCE.toMillis());
    far.setSoTimeout((int) End.PATIENCE.toMillis());
    return new Line(near, far);
  }

  @Test
  void bytesPassBothWays() throws IOException {
    try (Line line = connect()) {
      line.assertPasses(1);
      line.assertPasses(1_000_000);
    }
  }

  @Test
  void bytesPassInPieces() throws IOException {
    relay.split(7);
    try (Line line = connect()) {
      line.assertPasses(10_000);
    }
  }

  @Test
  void bytesPassCollected() throws IOException {
    relay.coalesce(Duration.ofMillis(5));
    try (Line line = connect()) {
      line.assertPasses(300_000);
      line.assertPasses(1);
    }
    relay.plain();
    try (Line line = connect()) {
      line.assertPasses(1);
    }
  }

  @Test
  void anEndOfOneDirectionPasses() throws IOException {
    try (Line line = connect()) {
      line.near().getOutputStream().write(1);
      line.near().shutdownOutput();
      assertThat(line.far().getInputStream().readAllBytes()).hasSize(1);
      line.far().getOutputStream().write(2);
      assertThat(line.near().getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void aResetPasses() throws IOException {
    try (Line line = connect()) {
      line.assertPasses(1);
      line.far().setSoLinger(true, 0);
      line.far().close();
      assertReset(line.near());
    }
  }

  private static void assertReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void aCutEndsAllConnectionsByAReset() throws IOException {
    List<Line> lines = List.of(connect(), connect(), connect());
    for (Line line : lines) {
      line.assertPasses(1);
    }
    relay.cut();
    for (Line line : lines) {
      assertReset(line.near());
      assertReset(line.far());
      line.close();
    }
    try (Line line = connect()) {
      line.assertPasses(1);
    }
  }

  @Test
  void aCutMayLookLikeAGoodBye() throws IOException {
    try (Line line = connect()) {
      line.assertPasses(1);
      relay.cut(Relay.Ending.FIN);
      line.near().getOutputStream().write(new byte[100]);
      assertThat(line.near().getInputStream().read()).isEqualTo(-1);
      assertThat(line.far().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void nothingPassesWhileItIsStalled() throws IOException {
    try (Line stalled = connect()) {
      stalled.assertPasses(1);
      relay.stall(Relay.Direction.TO_TARGET);
      stalled.near().getOutputStream().write(1);
      for (int i = 0; i < 20; i++) {
        stalled.far().getOutputStream().write(i);
        assertThat(stalled.near().getInputStream().read()).isEqualTo(i);
      }
      assertThat(stalled.far().getInputStream().available()).isZero();
      relay.stall();
      stalled.far().getOutputStream().write(2);
      relay.resume();
      assertThat(stalled.far().getInputStream().read()).isEqualTo(1);
      assertThat(stalled.near().getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void aStalledConnectionMayBeCut() throws IOException {
    try (Line line = connect()) {
      line.assertPasses(1);
      relay.stall();
      line.near().getOutputStream().write(1);
      relay.cut();
      assertReset(line.near());
      assertReset(line.far());
    }
  }

  @Test
  void whoeverConnectsWhileTheTargetIsDownIsReset() throws IOException {
    target.close();
    try (Socket near = new Socket()) {
      near.connect(relay.address());
      near.setSoTimeout((int) End.PATIENCE.toMillis());
      assertReset(near);
    }
  }

  @Test
  void manyConnectionsPassAtOnce() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add(connect());
    }
    assertThat(relay.accepted()).isEqualTo(300);
    for (Line line : lines) {
      line.assertPasses(100);
    }
    for (Line line : lines) {
      line.close();
    }
  }
}
