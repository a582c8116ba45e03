package cutline.cli.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A relay for datagrams: each sender has a port of its own towards the process. */
final class DatagramRelay implements Relay {

  /** Longer than a connection outlives silence. */
  private static final Duration CUT = Duration.ofSeconds(4);

  private static final int MOST_SENDERS = 256;
  private static final int MOST_HELD = 8_192;
  private static final int MOST_AT_ONCE = 64;
  private static final int LARGEST = 1 << 16;

  private final Selector selector;
  private final DatagramChannel front;
  private final InetSocketAddress address;
  private final Weather.Draws weather;
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(LARGEST);

  /** By the address of the sender, who was heard of first before the others. */
  private final Map<SocketAddress, DatagramChannel> senders = new LinkedHashMap<>();

  private final PriorityQueue<Held> held = new PriorityQueue<>();
  private long numbers;

  private volatile @Nullable InetSocketAddress target;
  private volatile boolean stalled;
  private volatile long cutUntil = System.nanoTime();
  private volatile Weather.Damage damage = Weather.Damage.NONE;

  /** A datagram that goes on later. */
  private record Held(long due, long number, DatagramChannel by, SocketAddress to, ByteBuffer what)
      implements Comparable<Held> {

    @Override
    public int compareTo(Held other) {
      return due == other.due ? Long.compare(number, other.number) : Long.signum(due - other.due);
    }
  }

  private DatagramRelay(Weather weather) throws IOException {
    this.weather = weather.draws();
    selector = Selector.open();
    try {
      front = bound(null);
      address = (InetSocketAddress) front.getLocalAddress();
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  /** A relay that drops everything until it is told where it goes. */
  static DatagramRelay open(Weather weather) throws IOException {
    DatagramRelay relay = new DatagramRelay(weather);
    Thread.ofPlatform().name("relay").daemon().start(relay::run);
    return relay;
  }

  /**
   * @param sender to whom goes what comes there; null if it is the port that senders know
   */
  private DatagramChannel bound(@Nullable SocketAddress sender) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), 0)).configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, sender);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void forwardTo(int port) {
    target = new InetSocketAddress(InetAddress.ofLiteral(HOST), port);
  }

  /** Nothing passes until each end must think that the other one is gone. */
  @Override
  public void cut() {
    cutUntil = System.nanoTime() + CUT.toNanos();
  }

  /** What comes meanwhile is lost. */
  @Override
  public void stall() {
    stalled = true;
  }

  @Override
  public void resume() {
    stalled = false;
  }

  @Override
  public Weather.Damage damage() {
    return damage;
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      // Then it ends with this process.
    }
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        selector.select(this::readable, release());
      }
    } catch (IOException | UncheckedIOException | ClosedSelectorException e) {
      // Closed; if not, then nothing passes any more, which the bank must survive as well.
    } finally {
      senders.values().forEach(DatagramRelay::end);
      end(front);
    }
  }

  /** Sends on what is due; gives how many milliseconds to wait for the next, 0 for no end. */
  private long release() throws IOException {
    long now = System.nanoTime();
    for (Held first = held.peek(); first != null; first = held.peek()) {
      if (first.due - now > 0) {
        return TimeUnit.NANOSECONDS.toMillis(first.due - now) + 1;
      }
      held.remove();
      first.by.send(first.what, first.to);
    }
    return 0;
  }

  private void readable(SelectionKey key) {
    try {
      for (int i = 0; i < MOST_AT_ONCE; i++) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        SocketAddress from = channel.receive(bytes.clear());
        if (from == null) {
          return;
        }
        bytes.flip();
        InetSocketAddress process = target;
        SocketAddress sender = (SocketAddress) key.attachment();
        if (sender != null) {
          passOn(front, sender);
        } else if (process != null) {
          passOn(towardsProcess(from), process);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DatagramChannel towardsProcess(SocketAddress sender) throws IOException {
    DatagramChannel known = senders.get(sender);
    if (known != null) {
      return known;
    }
    if (senders.size() >= MOST_SENDERS) {
      Iterator<DatagramChannel> oldest = senders.values().iterator();
      end(oldest.next());
      oldest.remove();
    }
    DatagramChannel made = bound(sender);
    senders.put(sender, made);
    return made;
  }

  private void passOn(DatagramChannel by, SocketAddress to) throws IOException {
    int copies = stalled || cutUntil - System.nanoTime() > 0 ? 0 : weather.copies();
    long delayed = 0;
    for (int copy = 0; copy < copies; copy++) {
      long delay = weather.delayNanos();
      if (delay == 0) {
        by.send(bytes.duplicate(), to);
      } else if (held.size() < MOST_HELD) {
        ByteBuffer later = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        held.add(new Held(System.nanoTime() + delay, numbers++, by, to, later));
        delayed = 1;
      }
    }
    damage = damage.plus(new Weather.Damage(1, copies == 0 ? 1 : 0, copies == 2 ? 1 : 0, delayed));
  }

  private static void end(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Then it ends with this process.
    }
  }
}
