package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.runtime.Connection;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.contract.End;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a peer may cost is bounded. */
class LimitsTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private static Limits limits(Duration silence, int unproven, int connections) {
    return new Limits(Duration.ofSeconds(2), silence, unproven, connections, 1 << 20);
  }

  @Test
  void silenceEndsAConnection() throws IOException {
    try (EchoServer echo = new EchoServer(limits(Duration.ofMillis(300), 10, 10));
        RawPeer peer = new RawPeer(echo.address())) {
      peer.awaitClosed();
      echo.assertRejected(Rejection.SILENCE, "no frame within 300 ms");
      echo.assertGoodGoesOn();
    }
  }

  @Test
  void aGreetingAloneIsStillSilence() throws IOException {
    try (EchoServer echo = new EchoServer(limits(Duration.ofMillis(300), 10, 10));
        RawPeer peer = RawPeer.greeted(echo.address())) {
      peer.write(1, 100, 'x');
      peer.awaitClosed();
      echo.assertRejected(Rejection.SILENCE, "no frame");
      echo.assertGoodGoesOn();
      echo.otherEnd().awaitClosed();
      assertThat(echo.otherEnd().received()).isZero();
    }
  }

  @Test
  void thoseWhoHaveDeliveredNothingAreFew() throws IOException {
    try (EchoServer echo = new EchoServer(limits(LONG, 2, 10));
        RawPeer first = RawPeer.greeted(echo.address());
        RawPeer second = new RawPeer(echo.address())) {
      await().atMost(End.PATIENCE).until(() -> echo.server().connections() == 3);
      try (RawPeer third = new RawPeer(echo.address())) {
        third.awaitClosed();
      }
      echo.assertRejected(Rejection.CROWDED, "2 connections have not delivered");
      echo.assertGoodGoesOn();

      // One who has proved itself, and one who has gone, make place.
      first.send(1, (byte) 'x');
      first.read(3);
      try (RawPeer third = RawPeer.greeted(echo.address())) {
        second.hangUp();
        await().atMost(End.PATIENCE).until(() -> echo.server().connections() == 3);
        third.send(1, (byte) 'x');
        assertThat(third.read(3)).hasSize(3);
      }
      assertThat(echo.server().rejected(Rejection.CROWDED)).isOne();
    }
  }

  @Test
  void connectionsAreNotMoreThanAllowed() throws IOException {
    try (EchoServer echo = new EchoServer(limits(LONG, 10, 3))) {
      List<End> ends = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        End end = echo.dial();
        end.send("x");
        end.take();
        ends.add(end);
      }
      try (RawPeer peer = new RawPeer(echo.address())) {
        peer.awaitClosed();
      }
      echo.assertRejected(Rejection.FULL, "3 connections are open");
      echo.assertGoodGoesOn();

      ends.getFirst().connection().close();
      await().atMost(End.PATIENCE).until(() -> echo.server().connections() == 2);
      End end = echo.dial();
      end.send("x");
      assertThat(end.takeText()).isEqualTo("x");
    }
  }

  @Test
  void onePeerThatDoesNotReadIsCutOffAndNotBufferedForWithoutBound() throws IOException {
    try (EchoServer echo = new EchoServer(limits(LONG, 10, 10));
        RawPeer peer = RawPeer.greeted(echo.address())) {
      Connection connection = echo.otherEnd().connection();
      List<byte[]> frame = List.of(new byte[Connection.MAX_FRAME]);
      long most = MemoryUsed.now() + (32 << 20);
      for (int i = 0; i < 2_000; i++) {
        connection.send(frame);
      }
      assertThat(MemoryUsed.now()).isLessThan(most);
      echo.otherEnd().awaitClosed();
      echo.assertRejected(Rejection.UNREAD, "bytes unread");
      echo.assertGoodGoesOn();
      connection.send(frame);
      peer.awaitClosed();
    }
  }

  @Test
  void oneBatchMayBeLargerThanTheBound() throws IOException {
    try (EchoServer echo = new EchoServer(limits(LONG, 10, 10))) {
      End end = echo.dial();
      List<byte[]> batch = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        batch.add(new byte[Connection.MAX_FRAME]);
      }
      end.connection().send(batch);
      await().atMost(End.PATIENCE).until(() -> echo.otherEnd().received() == 40);
    }
  }
}
