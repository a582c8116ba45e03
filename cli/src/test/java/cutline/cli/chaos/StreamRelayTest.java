package cutline.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamRelayTest {

  private static final int SHORT_MILLIS = 100;

  private StreamRelay relay;
  private ServerSocket target;

  @BeforeEach
  void open() throws IOException {
    relay = StreamRelay.open();
    target = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    relay.forwardTo(target.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    target.close();
  }

  private Socket connect() throws IOException {
    return new Socket(relay.address().getAddress(), relay.address().getPort());
  }

  private static void assertEnded(Socket socket) {
    assertThatThrownBy(
            () -> {
              if (socket.getInputStream().read() < 0) {
                throw new IOException("the end");
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void passesBothWaysAndPassesTheEndOn() throws IOException {
    assertPasses();
  }

  private void assertPasses() throws IOException {
    try (Socket here = connect();
        Socket there = target.accept()) {
      here.getOutputStream().write(7);
      assertThat(there.getInputStream().read()).isEqualTo(7);
      there.getOutputStream().write(8);
      there.shutdownOutput();
      assertThat(here.getInputStream().read()).isEqualTo(8);
      assertThat(here.getInputStream().read()).isEqualTo(-1);
      here.getOutputStream().write(9);
      assertThat(there.getInputStream().read()).isEqualTo(9);
    }
  }

  @Test
  void aCutEndsWhatIsThereAndNothingThatComes() throws IOException {
    try (Socket here = connect();
        Socket there = target.accept()) {
      here.getOutputStream().write(7);
      assertThat(there.getInputStream().read()).isEqualTo(7);
      relay.cut();
      assertEnded(here);
      assertEnded(there);
    }
    assertPasses();
  }

  @Test
  void whatIsStalledArrivesLater() throws IOException {
    try (Socket here = connect();
        Socket there = target.accept()) {
      relay.stall();
      here.getOutputStream().write(7);
      there.setSoTimeout(SHORT_MILLIS);
      assertThatThrownBy(() -> there.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      there.setSoTimeout(0);
      relay.resume();
      assertThat(there.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void aCutEndsWhatIsStalled() throws IOException {
    try (Socket here = connect();
        Socket there = target.accept()) {
      relay.stall();
      here.getOutputStream().write(7);
      relay.cut();
      assertEnded(here);
      assertEnded(there);
    }
  }

  @Test
  void goesWhereItIsToldAndNowhereBefore() throws IOException {
    try (StreamRelay fresh = StreamRelay.open();
        Socket here = new Socket(fresh.address().getAddress(), fresh.address().getPort())) {
      assertEnded(here);
    }
    try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      relay.forwardTo(other.getLocalPort());
      try (Socket here = connect();
          Socket there = other.accept()) {
        here.getOutputStream().write(7);
        assertThat(there.getInputStream().read()).isEqualTo(7);
      }
    }
  }
}
