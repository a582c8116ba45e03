package cutline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where a program that runs branches as its own processes takes orders about them from other
 * terminals of the same user: one line, answered by one line. The directory that the socket lies in
 * keeps everybody else out.
 */
final class SupervisorSocket implements AutoCloseable {

  private static final int MAX_LINE = 1_000;

  private final ServerSocketChannel server;
  private final UnaryOperator<String> orders;

  /**
   * Takes orders until it is closed.
   *
   * @param orders carries out an order, such as {@code kill C}, and gives the answer
   */
  SupervisorSocket(Path socket, UnaryOperator<String> orders) throws IOException {
    this.orders = orders;
    Files.deleteIfExists(socket);
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform().name("supervisor").daemon().start(this::serve);
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        String answer = orders.apply(line(client));
        client.write(ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.UTF_8)));
      } catch (IOException e) {
        // Closed, or the one who asked has gone.
      }
    }
  }

  private static String line(SocketChannel channel) throws IOException {
    InputStream in = Channels.newInputStream(channel);
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), MAX_LINE);
    StringBuilder line = new StringBuilder();
    for (int next = reader.read(); next >= 0 && next != '\n'; next = reader.read()) {
      if (line.length() < MAX_LINE) {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** Gives an order to the program behind a socket, and waits for its answer. */
  static String ask(Path socket, String order) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap((order + "\n").getBytes(StandardCharsets.UTF_8)));
      return line(channel);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // It ends with the process.
    }
  }
}
