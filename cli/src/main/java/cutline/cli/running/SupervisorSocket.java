package cutline.cli.running;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Where a program that runs branches as its own processes takes orders about them from other
 * terminals of the same user: one line, answered by one line. The directory that the socket lies in
 * keeps everybody else out.
 */
public final class SupervisorSocket implements AutoCloseable {

  private static final int MAX_BYTES = 4_000;

  /** One who connects and says nothing keeps others waiting for so long. */
  private static final Duration FOR_AN_ORDER = Duration.ofSeconds(2);

  /** A process takes a while to start. */
  private static final Duration FOR_AN_ANSWER = Duration.ofSeconds(30);

  private final Path socket;
  private final ServerSocketChannel server;
  private final UnaryOperator<String> orders;

  /**
   * Takes orders until it is closed.
   *
   * @param orders carries out an order, such as {@code kill C}, and gives the answer; called by one
   *     thread
   */
  public SupervisorSocket(Path socket, UnaryOperator<String> orders) throws IOException {
    this.socket = socket;
    this.orders = orders;
    Files.deleteIfExists(socket);
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    Thread.ofPlatform().name("supervisor").daemon().start(this::serve);
  }

  private void serve() {
    while (server.isOpen()) {
      SocketChannel client;
      try {
        client = server.accept();
      } catch (IOException e) {
        return; // Closed; or the process has no files left, and must not try for ever.
      }
      try (client) {
        String order = line(client, FOR_AN_ORDER);
        write(client, answer(order), FOR_AN_ORDER);
      } catch (IOException e) {
        // The one who asked has gone.
      }
    }
  }

  private String answer(String order) {
    try {
      return orders.apply(order);
    } catch (RuntimeException e) {
      return "no: " + e; // One order that fails is no reason to take no other.
    }
  }

  /** Gives an order to the program behind a socket, and waits for its answer. */
  public static String ask(Path socket, String order) throws IOException {
    return ask(socket, order, FOR_AN_ANSWER);
  }

  /**
   * Gives an order to the program behind a socket, and waits for its answer.
   *
   * @throws IOException if there is none in time
   */
  static String ask(Path socket, String order, Duration patience) throws IOException {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it takes no orders any more");
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      write(channel, order, patience);
      return line(channel, patience);
    }
  }

  private static void write(SocketChannel channel, String line, Duration patience)
      throws IOException {
    String oneLine = line.replaceAll("\\p{Cntrl}+", " ").strip() + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(oneLine.getBytes(StandardCharsets.UTF_8));
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_WRITE);
      long deadline = System.nanoTime() + patience.toNanos();
      while (bytes.hasRemaining()) {
        await(selector, deadline);
        channel.write(bytes);
      }
    }
  }

  private static String line(SocketChannel channel, Duration patience) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      long deadline = System.nanoTime() + patience.toNanos();
      while (line.size() <= MAX_BYTES) {
        await(selector, deadline);
        buffer.clear();
        if (channel.read(buffer) < 0) {
          throw new IOException("it has ended");
        }
        for (buffer.flip(); buffer.hasRemaining(); ) {
          byte next = buffer.get();
          if (next == '\n') {
            return line.toString(StandardCharsets.UTF_8);
          }
          line.write(next);
        }
      }
    }
    throw new IOException("that is more than a line");
  }

  private static void await(Selector selector, long deadline) throws IOException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0 || selector.select(millis) == 0) {
      throw new IOException("it does not answer");
    }
    selector.selectedKeys().clear();
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      // It ends with the process.
    }
  }
}
