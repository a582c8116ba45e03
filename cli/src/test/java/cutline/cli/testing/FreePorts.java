package cutline.cli.testing;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports for programs that listen on them later, or again and again. No system gives them to whoever
 * asks for any port, and while this JVM runs, no other one's tests get them.
 */
public final class FreePorts {

  /** Below those that Linux (32768), macOS and Windows (49152) give away themselves. */
  private static final int FIRST = 20_100;

  private static final int LAST = 32_000;
  private static final int BLOCK = 100;

  private static final Path LOCKS =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "cutline-test-ports-" + System.getProperty("user.name"));

  /** Of the blocks of ports that are this JVM's; held until it ends. */
  private static final List<FileLock> HELD = new ArrayList<>();

  private static int next = FIRST;
  private static int end = FIRST;

  private FreePorts() {}

  /** A port that nobody has had from here before. */
  public static synchronized int one() throws IOException {
    while (true) {
      if (next == end) {
        takeBlock();
      }
      int port = next++;
      if (isFree(port)) {
        return port;
      }
    }
  }

  /** Different ports. */
  public static List<Integer> some(int count) throws IOException {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      ports.add(one());
    }
    return ports;
  }

  private static void takeBlock() throws IOException {
    Files.createDirectories(LOCKS);
    for (int first = end; first < LAST; first += BLOCK) {
      FileChannel channel = FileChannel.open(LOCKS.resolve("" + first), CREATE, WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        HELD.add(lock);
        next = first;
        end = first + BLOCK;
        return;
      }
      channel.close();
    }
    throw new IOException("all ports from %d to %d are taken".formatted(FIRST, LAST));
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    }
  }
}
