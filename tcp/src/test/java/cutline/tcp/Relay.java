package cutline.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bad network between two ends: listens on loopback, forwards to a target, and cuts, stalls,
 * splits or coalesces what passes. Its random choices follow from a seed and the order of
 * connections.
 */
public final class Relay implements AutoCloseable {

  /** Which way bytes go. */
  public enum Direction {
    TO_TARGET,
    FROM_TARGET
  }

  /** How a cut connection ends. */
  public enum Ending {
    /** As if both ends had said good-bye, in the middle of whatever they were saying. */
    FIN,
    /** As if the other host did not know of the connection. */
    RESET
  }

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final InetSocketAddress target;
  private final long seed;
  private final ServerSocket listening;
  private final AtomicInteger accepted = new AtomicInteger();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Gate gate = new Gate();
  private volatile Shape shape = Relay::plain;

  private Relay(InetSocketAddress target, long seed) throws IOException {
    this.target = target;
    this.seed = seed;
    listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
  }

  public static Relay to(InetSocketAddress target, long seed) throws IOException {
    Relay relay = new Relay(target, seed);
    Thread.ofVirtual().name("relay").start(relay::accept);
    return relay;
  }

  /** Where to connect to instead of to the target. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /** How many connections it has accepted so far. */
  public int accepted() {
    return accepted.get();
  }

  /** How many connections it is forwarding. */
  public int connections() {
    return links.size();
  }

  /** Ends all current connections abruptly; new ones are welcome. */
  public void cut(Ending ending) {
    links.forEach(link -> link.end(ending));
    gate.wake();
  }

  /** Ends all current connections by a reset. */
  public void cut() {
    cut(Ending.RESET);
  }

  /** Lets nothing pass any more, but for what is passing right now. Connections stay open. */
  public void stall() {
    stall(Direction.TO_TARGET);
    stall(Direction.FROM_TARGET);
  }

  /** Lets nothing pass in one direction. */
  public void stall(Direction direction) {
    gate.shut(direction);
  }

  /** Lets everything pass again. */
  public void resume() {
    gate.open();
  }

  /** Writes pieces of 1 to {@code largest} bytes from now on. */
  public void split(int largest) {
    shape =
        (bytes, length, _, out, random) -> {
          for (int at = 0; at < length; ) {
            int piece = Math.min(length - at, 1 + random.nextInt(largest));
            out.write(bytes, at, piece);
            at += piece;
          }
        };
  }

  /** Collects for a time, or until 64 KiB are there, and writes at once, from now on. */
  public void coalesce(Duration time) {
    shape =
        (bytes, length, from, out, _) -> {
          byte[] collected = Arrays.copyOf(bytes, 1 << 16);
          int size = collect(collected, length, from, time);
          out.write(collected, 0, size);
        };
  }

  /** Forwards bytes as they come from now on. */
  public void plain() {
    shape = Relay::plain;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        int number = accepted.getAndIncrement();
        Thread.ofVirtual().name("relay-" + number).start(() -> connect(client, number));
      } catch (IOException e) {
        // Closed, or the client has gone before it was accepted.
      }
    }
  }

  private void connect(Socket client, int number) {
    Socket server = new Socket();
    Link link = new Link(client, server);
    links.add(link);
    try {
      server.connect(target, (int) CONNECT_TIMEOUT.toMillis());
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException e) {
      link.end(Ending.RESET);
      links.remove(link);
      return;
    }
    if (listening.isClosed()) {
      link.end(Ending.RESET);
    }
    Random there = new Random(seed * 31 + 2L * number);
    Random back = new Random(seed * 31 + 2L * number + 1);
    Thread.ofVirtual()
        .name("relay-" + number + "-back")
        .start(() -> pump(link, server, client, Direction.FROM_TARGET, back));
    pump(link, client, server, Direction.TO_TARGET, there);
  }

  private void pump(Link link, Socket from, Socket to, Direction direction, Random random) {
    byte[] bytes = new byte[1 << 14];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        gate.pass(direction, link);
        if (!link.ended) {
          shape.write(bytes, length, from, out, random);
        }
      }
      gate.pass(direction, link);
      if (!link.ended) {
        to.shutdownOutput();
      }
      link.directionDone();
    } catch (IOException e) {
      // One end is gone without a word: the other one learns it the same way.
      link.end(Ending.RESET);
    }
    if (link.isClosed()) {
      links.remove(link);
    }
  }

  /** Reads on, to what is there already, until the time is over. */
  private static int collect(byte[] into, int there, Socket from, Duration time)
      throws IOException {
    long end = System.nanoTime() + time.toNanos();
    int size = there;
    try {
      while (size < into.length) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          break;
        }
        from.setSoTimeout((int) left);
        int more = from.getInputStream().read(into, size, into.length - size);
        if (more < 0) {
          break;
        }
        size += more;
      }
    } catch (SocketTimeoutException e) {
      // The time is over.
    } finally {
      from.setSoTimeout(0);
    }
    return size;
  }

  private static void plain(byte[] bytes, int length, Socket from, OutputStream out, Random random)
      throws IOException {
    out.write(bytes, 0, length);
  }

  /** The way in which bytes that were read are written. */
  @FunctionalInterface
  private interface Shape {
    void write(byte[] bytes, int length, Socket from, OutputStream out, Random random)
        throws IOException;
  }

  /** Holds up those who want to pass while it is shut for their direction. */
  private static final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Direction> shut = EnumSet.noneOf(Direction.class);

    void pass(Direction direction, Link link) {
      lock.lock();
      try {
        while (shut.contains(direction) && !link.ended) {
          changed.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }

    void shut(Direction direction) {
      lock.lock();
      try {
        shut.add(direction);
      } finally {
        lock.unlock();
      }
    }

    void open() {
      lock.lock();
      try {
        shut.clear();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void wake() {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** One connection through the relay. */
  private static final class Link {

    private final Socket client;
    private final Socket server;
    private final AtomicInteger directionsDone = new AtomicInteger();
    private volatile boolean ended;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    /** After a FIN, what the ends still send is read and dropped: unread bytes cause a reset. */
    void end(Ending ending) {
      ended = true;
      try {
        if (ending == Ending.RESET) {
          client.setSoLinger(true, 0);
          server.setSoLinger(true, 0);
          close();
        } else {
          client.shutdownOutput();
          server.shutdownOutput();
        }
      } catch (IOException e) {
        // It has ended otherwise in the meantime, perhaps on one side only.
        close();
      }
    }

    void directionDone() {
      if (directionsDone.incrementAndGet() == 2) {
        close();
      }
    }

    boolean isClosed() {
      return client.isClosed() && server.isClosed();
    }

    private void close() {
      try (client) {
        server.close();
      } catch (IOException e) {
        // There is nothing more to do for it.
      }
    }
  }
}
