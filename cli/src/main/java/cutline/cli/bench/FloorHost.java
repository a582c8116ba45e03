package cutline.cli.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;

/**
 * Some members of a {@link FloorMesh}, on one thread with one selector. Commands: {@code ports};
 * {@code connect HOST PORTS}, all hosts' ports; {@code connected}, waits for that; {@code rounds
 * NANOS}, begun by its first member.
 *
 * <p>A message is three ints: who has begun the round, which of its rounds that is, and whom the
 * message is from, with {@link #REPORT} if that one has heard from all. The first message on a
 * connection says {@link #HELLO}, to whom, and from whom.
 */
final class FloorHost implements Hosted {

  private static final int MESSAGE = 3 * Integer.BYTES;
  private static final int REPORT = 1 << 30;
  private static final int HELLO = -1;
  private static final int PATIENCE = 30;
  private static final Member NOBODY = new Member(-1, 0);

  private final int count;
  private final ServerSocketChannel server;
  private final Selector selector;
  private final ConcurrentLinkedQueue<Work> work = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Long> ended = new ArrayBlockingQueue<>(1);
  private final Thread thread;
  private final List<Member> members = new ArrayList<>();
  private int size;
  private int rounds;
  private volatile boolean closed;

  /** What the thread is asked to do. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  FloorHost(List<String> arguments) throws IOException {
    count = Integer.parseInt(arguments.getFirst());
    selector = Selector.open();
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    thread = Thread.ofPlatform().name("floor").daemon().start(this::loop);
  }

  /** A member, and its sockets to all others; of itself it has none. */
  private static final class Member {
    final int index;
    final SocketChannel[] peers;
    int connected;

    int initiator = HELLO;
    int round;
    int heard;
    int reports;

    Member(int index, int size) {
      this.index = index;
      this.peers = new SocketChannel[size];
    }

    boolean isConnected() {
      return connected == peers.length - 1;
    }
  }

  /** One end of a socket; it is known whose it is once the other side has said so. */
  private static final class End {
    final ByteBuffer in = ByteBuffer.allocateDirect(64 * MESSAGE);
    Member member;

    End(Member member) {
      this.member = member;
    }
  }

  @Override
  public void obey(String command, BiConsumer<String, String> answer) throws Exception {
    String[] words = command.split(" ");
    switch (words[0]) {
      case "ports" ->
          answer.accept("port", "" + ((InetSocketAddress) server.getLocalAddress()).getPort());
      case "connect" -> connect(words);
      case "connected" -> awaitConnected();
      case "rounds" -> answer.accept("nanos", Hosted.text(rounds(Long.parseLong(words[1]))));
      default -> throw new IllegalArgumentException(command);
    }
  }

  private void connect(String[] words) throws InterruptedException {
    int host = Integer.parseInt(words[1]);
    int hosts = words.length - 2;
    done(() -> {
      size = count * hosts;
      for (int i = 0; i < count; i++) {
        members.add(new Member(host * count + i, size));
      }
      // Of two members, the later one connects.
      for (Member member : members) {
        for (int other = 0; other < member.index; other++) {
          connect(member, other, Integer.parseInt(words[2 + other / count]));
        }
      }
    });
  }

  private void connect(Member member, int other, int port) throws IOException {
    SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    register(socket, new End(member));
    member.peers[other] = socket;
    member.connected++;
    write(socket, message(HELLO, other, member.index));
  }

  private void register(SocketChannel socket, End end) throws IOException {
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.configureBlocking(false);
    socket.register(selector, SelectionKey.OP_READ, end);
  }

  private void awaitConnected() throws InterruptedException {
    boolean[] all = new boolean[1];
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!all[0] && System.nanoTime() < deadline) {
      done(() -> all[0] = members.stream().allMatch(Member::isConnected));
      Thread.sleep(1);
    }
  }

  private Histogram rounds(long time) throws InterruptedException {
    Histogram nanos = new Histogram(3);
    long end = System.nanoTime() + time;
    while (System.nanoTime() < end) {
      long[] begun = new long[1];
      int round = ++rounds;
      work.add(() -> {
        begun[0] = System.nanoTime();
        Member first = members.getFirst();
        tellAll(first, first.index, round);
      });
      selector.wakeup();
      Long at = ended.poll(PATIENCE, TimeUnit.SECONDS);
      if (at == null) {
        throw new IllegalStateException("a round of the floor does not end");
      }
      nanos.recordValue(at - begun[0]);
    }
    return nanos;
  }

  /** Has it done by the thread, and waits for that. */
  private void done(Work what) throws InterruptedException {
    BlockingQueue<Long> isDone = new ArrayBlockingQueue<>(1);
    work.add(() -> {
      what.run();
      isDone.add(0L);
    });
    selector.wakeup();
    if (isDone.poll(PATIENCE, TimeUnit.SECONDS) == null) {
      throw new IllegalStateException("the floor is stuck");
    }
  }

  // ---------------------------------------------------------------- its thread

  private void loop() {
    try {
      while (!closed) {
        selector.select(this::ready);
        for (Work next = work.poll(); next != null; next = work.poll()) {
          next.run();
        }
      }
    } catch (IOException e) {
      if (!closed) {
        System.err.println("the floor cannot be measured: " + e.getMessage());
      }
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        for (SocketChannel made = server.accept(); made != null; made = server.accept()) {
          register(made, new End(NOBODY));
        }
      } else {
        read((SocketChannel) key.channel(), (End) key.attachment());
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  private void read(SocketChannel socket, End end) throws IOException {
    if (socket.read(end.in) < 0) {
      socket.close();
      return;
    }
    end.in.flip();
    while (end.in.remaining() >= MESSAGE) {
      int initiator = end.in.getInt();
      int which = end.in.getInt();
      int from = end.in.getInt();
      if (initiator == HELLO) {
        end.member = members.get(which % count);
        end.member.peers[from] = socket;
        end.member.connected++;
      } else if ((from & REPORT) != 0) {
        end.member.reports++;
        endIfOver(end.member);
      } else {
        heard(end.member, initiator, which);
      }
    }
    end.in.compact();
  }

  private void heard(Member member, int initiator, int round) throws IOException {
    if (member.initiator != initiator || member.round != round) {
      tellAll(member, initiator, round);
    }
    member.heard++;
    if (member.heard < size - 1) {
      return;
    }
    if (member.index == initiator) {
      endIfOver(member);
    } else {
      write(member.peers[initiator], message(initiator, round, member.index | REPORT));
    }
  }

  private void tellAll(Member member, int initiator, int round) throws IOException {
    member.initiator = initiator;
    member.round = round;
    member.heard = 0;
    member.reports = 0;
    ByteBuffer message = message(initiator, round, member.index);
    for (SocketChannel peer : member.peers) {
      if (peer != null) {
        write(peer, message.duplicate());
      }
    }
  }

  private void endIfOver(Member initiator) {
    if (initiator.reports == size - 1 && initiator.heard == size - 1) {
      ended.add(System.nanoTime());
    }
  }

  private static ByteBuffer message(int initiator, int round, int from) {
    return ByteBuffer.allocate(MESSAGE).putInt(initiator).putInt(round).putInt(from).flip();
  }

  private static void write(SocketChannel socket, ByteBuffer message) throws IOException {
    while (message.hasRemaining()) {
      // So little always fits between two rounds.
      socket.write(message);
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(1_000);
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException | InterruptedException e) {
      // The JVM ends now.
    }
  }
}
