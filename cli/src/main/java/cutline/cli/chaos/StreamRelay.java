package cutline.cli.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A relay for TCP, connection by connection. */
final class StreamRelay implements Relay {

  private static final int BACKLOG = 1024;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int NOWHERE = 0;

  private final ServerSocket listening;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean stalled;
  private volatile int target = NOWHERE;

  private StreamRelay() throws IOException {
    listening = new ServerSocket(NOWHERE, BACKLOG, InetAddress.ofLiteral(HOST));
  }

  /** A relay that refuses connections until it is told where they go. */
  static StreamRelay open() throws IOException {
    StreamRelay relay = new StreamRelay();
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  @Override
  public void forwardTo(int port) {
    target = port;
  }

  /** Abruptly. */
  @Override
  public void cut() {
    links.forEach(Link::reset);
    wake(stalled());
  }

  /** What comes meanwhile waits. */
  @Override
  public void stall() {
    wake(true);
  }

  @Override
  public void resume() {
    wake(false);
  }

  @Override
  public Weather.Damage damage() {
    return Weather.Damage.NONE;
  }

  private boolean stalled() {
    lock.lock();
    try {
      return stalled;
    } finally {
      lock.unlock();
    }
  }

  private void wake(boolean stall) {
    lock.lock();
    try {
      stalled = stall;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitPassage(Link link) {
    lock.lock();
    try {
      while (stalled && !link.ended) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      // Then it ends with this process.
    }
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed, or the client has gone before it was accepted.
      }
    }
  }

  private void connect(Socket client) {
    Link link = new Link(client, new Socket());
    links.add(link);
    try {
      if (target == NOWHERE || listening.isClosed()) {
        throw new IOException("nobody to connect to");
      }
      link.server.connect(
          new InetSocketAddress(listening.getInetAddress(), target), CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      link.server.setTcpNoDelay(true);
    } catch (IOException e) {
      link.reset();
      links.remove(link);
      return;
    }
    Thread.ofVirtual().start(() -> pump(link, link.server, client));
    pump(link, client, link.server);
  }

  private void pump(Link link, Socket from, Socket to) {
    byte[] bytes = new byte[1 << 14];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        awaitPassage(link);
        out.write(bytes, 0, length);
      }
      awaitPassage(link);
      to.shutdownOutput();
      link.directionDone();
    } catch (IOException e) {
      // One end is gone without a word: the other one learns it the same way.
      link.reset();
    }
    if (link.ended) {
      links.remove(link);
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

    void reset() {
      try {
        client.setSoLinger(true, 0);
        server.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already, perhaps on one side only.
      }
      close();
    }

    void directionDone() {
      if (directionsDone.incrementAndGet() == 2) {
        close();
      }
    }

    private void close() {
      ended = true;
      try (client) {
        server.close();
      } catch (IOException e) {
        // There is nothing more to do for it.
      }
    }
  }
}
