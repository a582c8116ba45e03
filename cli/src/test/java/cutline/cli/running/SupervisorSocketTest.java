package cutline.cli.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders from another terminal. */
class SupervisorSocketTest {

  @TempDir private Path directory;
  private Path socket = Path.of("");
  private final Queue<String> orders = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void path() {
    socket = directory.resolve("s.sock");
  }

  private SupervisorSocket open() throws IOException {
    return new SupervisorSocket(
        socket,
        order -> {
          orders.add(order);
          if (order.equals("bug")) {
            throw new IllegalStateException("a bug");
          }
          return "done: " + order;
        });
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  @Test
  void anOrderIsAnswered() throws Exception {
    try (SupervisorSocket _ = open()) {
      assertThat(SupervisorSocket.ask(socket, "kill C")).isEqualTo("done: kill C");
      assertThat(SupervisorSocket.ask(socket, "restart Zoë")).isEqualTo("done: restart Zoë");
    }
    assertThat(socket).doesNotExist();
    assertThatThrownBy(() -> SupervisorSocket.ask(socket, "kill C"))
        .isInstanceOf(IOException.class)
        .hasMessage("it takes no orders any more");
  }

  @Test
  void onlyTheUserMayUseIt() throws Exception {
    try (SupervisorSocket _ = open()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
    }
  }

  /** One line is one order. */
  @Test
  void noOrderHidesInAnother() throws Exception {
    try (SupervisorSocket _ = open()) {
      assertThat(SupervisorSocket.ask(socket, "kill A\nkill B")).isEqualTo("done: kill A kill B");
    }
    assertThat(orders).containsExactly("kill A kill B");
  }

  @Test
  void anOrderThatFailsIsNotTheLast() throws Exception {
    try (SupervisorSocket _ = open()) {
      assertThat(SupervisorSocket.ask(socket, "bug")).startsWith("no: ").endsWith("a bug");
      assertThat(SupervisorSocket.ask(socket, "kill C")).isEqualTo("done: kill C");
    }
  }

  @Test
  void whoSaysNothingOrTooMuchOrLeavesKeepsNobodyAway() throws Exception {
    try (SupervisorSocket _ = open();
        SocketChannel _ = connect();
        SocketChannel talker = connect()) {
      connect().close();
      talker.configureBlocking(false);
      talker.write(ByteBuffer.wrap("x".repeat(6_000).getBytes(StandardCharsets.UTF_8)));
      assertThat(SupervisorSocket.ask(socket, "kill C")).isEqualTo("done: kill C");
    }
    assertThat(orders).containsExactly("kill C");
  }

  @Test
  void aSocketThatWasLeftBehindIsReplaced() throws Exception {
    ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    left.bind(UnixDomainSocketAddress.of(socket)).close();
    assertThat(socket).exists();
    assertThatThrownBy(() -> SupervisorSocket.ask(socket, "kill C"))
        .isInstanceOf(IOException.class);
    try (SupervisorSocket _ = open()) {
      assertThat(SupervisorSocket.ask(socket, "kill C")).isEqualTo("done: kill C");
    }
  }

  @Test
  void whoNeverAnswersIsNotWaitedForForEver() throws Exception {
    try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      mute.bind(UnixDomainSocketAddress.of(socket));
      assertThatThrownBy(() -> SupervisorSocket.ask(socket, "kill C", Duration.ofMillis(50)))
          .isInstanceOf(IOException.class)
          .hasMessage("it does not answer");
    }
  }
}
