package cutline.quic;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A way to a server on which datagrams are lost, doubled and delayed. */
@SuppressWarnings("FutureReturnValueIgnored") // Sending fails at the end only.
final class BadWire implements AutoCloseable {

  private static final int LARGEST = 65_536;

  private final InetSocketAddress target;
  private final Random random;
  private final DatagramSocket front;
  private final Map<SocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final List<byte[]> toServer = new CopyOnWriteArrayList<>();

  private volatile double lost;
  private volatile double doubled;
  private volatile Duration jitter = Duration.ZERO;
  private volatile Duration way = Duration.ZERO;
  private volatile boolean recording;
  private volatile boolean losing;
  private volatile boolean cut;

  private BadWire(InetSocketAddress target, long seed) throws IOException {
    this.target = target;
    random = new Random(seed);
    front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    // Nobody who sends to a port that is closed is to hear of it from here.
    Thread.ofVirtual().start(() -> forward(front, null));
  }

  static BadWire to(InetSocketAddress target, long seed) throws IOException {
    return new BadWire(target, seed);
  }

  /** So many of a hundred datagrams are lost, so many doubled, and each is delayed at random. */
  BadWire harm(double lostPercent, double doubledPercent, Duration delayedUpTo) {
    lost = lostPercent / 100;
    doubled = doubledPercent / 100;
    jitter = delayedUpTo;
    return this;
  }

  /** Each datagram takes so long, and what it is delayed besides. */
  BadWire takes(Duration each) {
    way = each;
    return this;
  }

  /** The next datagram to the server is lost. */
  void loseNext() {
    losing = true;
  }

  /** Whether {@link #loseNext} still waits for one. */
  boolean isLosing() {
    return losing;
  }

  /** Keeps a copy of what goes to the server from now on. */
  BadWire record() {
    recording = true;
    return this;
  }

  List<byte[]> recorded() {
    return toServer;
  }

  /** Nothing passes any more. */
  void cut() {
    cut = true;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) front.getLocalSocketAddress();
  }

  private void forward(DatagramSocket in, @Nullable SocketAddress sender) {
    byte[] buffer = new byte[LARGEST];
    DatagramPacket packet = new DatagramPacket(buffer, LARGEST);
    try {
      while (true) {
        packet.setLength(LARGEST);
        in.receive(packet);
        byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
        if (sender == null) {
          if (losing) {
            losing = false;
            continue;
          }
          if (recording) {
            toServer.add(bytes);
          }
          DatagramSocket back = backs.computeIfAbsent(packet.getSocketAddress(), this::back);
          pass(bytes, back, target);
        } else {
          pass(bytes, front, sender);
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private DatagramSocket back(SocketAddress sender) {
    try {
      DatagramSocket back = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> forward(back, sender));
      return back;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized void pass(byte[] bytes, DatagramSocket by, SocketAddress to) {
    if (cut || random.nextDouble() < lost) {
      return;
    }
    int copies = random.nextDouble() < doubled ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      long delay = way.toNanos() + (long) (random.nextDouble() * jitter.toNanos());
      if (!later.isShutdown()) {
        later.schedule(() -> send(bytes, by, to), delay, TimeUnit.NANOSECONDS);
      }
    }
  }

  private static void send(byte[] bytes, DatagramSocket by, SocketAddress to) {
    try {
      by.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      // Closed.
    }
  }

  @Override
  public synchronized void close() {
    later.shutdownNow();
    front.close();
    backs.values().forEach(DatagramSocket::close);
  }
}
