package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.contract.Dial;
import cutline.runtime.contract.End;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The processes of two JVMs share a connection, and yet each pair has one of its own. */
class StreamsTest {

  private static final List<String> NAMES = List.of("A", "B", "C");

  private final CapturedLog log = new CapturedLog();
  private final TcpNetwork host = new TcpNetwork();
  private final TcpNetwork guest = new TcpNetwork();
  private final Map<String, BlockingQueue<End>> accepted = new ConcurrentHashMap<>();
  private final List<End> all = new ArrayList<>();
  private TcpServer server;

  StreamsTest() throws IOException {
    server = listen(host, End::new);
  }

  private interface Ends {
    End make(Connection connection);
  }

  private TcpServer listen(TcpNetwork network, Ends ends) throws IOException {
    LinkedHashMap<String, Transport.Acceptor> acceptors = new LinkedHashMap<>();
    for (String name : NAMES) {
      BlockingQueue<End> queue = new LinkedBlockingQueue<>();
      accepted.put(name, queue);
      acceptors.put(
          name,
          connection -> {
            End end = ends.make(connection);
            queue.add(end);
            return end;
          });
    }
    return network.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), acceptors);
  }

  @AfterEach
  void close() {
    guest.close();
    host.close();
    log.close();
    assertThat(all).allSatisfy(end -> assertThat(end.broken()).isEmpty());
  }

  /** Both ends of a stream. */
  private record Pair(End dialed, End accepted) {

    void assertWorks() {
      dialed.send("there");
      assertThat(accepted.takeText()).isEqualTo("there");
      accepted.send("back");
      assertThat(dialed.takeText()).isEqualTo("back");
    }
  }

  private Transport to(TcpNetwork from) {
    Map<String, InetSocketAddress> addresses = new ConcurrentHashMap<>();
    NAMES.forEach(name -> addresses.put(name, server.address()));
    addresses.put("X", server.address());
    return from.transport(addresses);
  }

  private Pair connect(String name) throws InterruptedException {
    return connect(guest, name);
  }

  private Pair connect(TcpNetwork from, String name) throws InterruptedException {
    Dial dial = new Dial();
    to(from).dial(name, dial);
    Pair pair = new Pair(dial.end(), accepted(name));
    all.add(pair.dialed());
    return pair;
  }

  private End accepted(String name) throws InterruptedException {
    BlockingQueue<End> queue = accepted.getOrDefault(name, new LinkedBlockingQueue<>());
    End end = queue.poll(End.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(end).as("the accepted end").isNotNull();
    all.add(end);
    return end;
  }

  private void awaitConnections(int count) {
    await().atMost(End.PATIENCE).until(() -> server.connections() == count);
  }

  private void assertNoneWasRejected() {
    for (Rejection reason : Rejection.values()) {
      assertThat(server.rejected(reason)).as(reason.name()).isZero();
      assertThat(guest.rejected(reason)).as(reason.name()).isZero();
    }
    assertThat(log.bugs()).isEmpty();
  }

  @Test
  void allStreamsToOneAddressShareAConnection() throws Exception {
    List<Pair> pairs = List.of(connect("A"), connect("B"), connect("C"), connect("B"));
    pairs.forEach(Pair::assertWorks);
    assertThat(server.connections()).isOne();
    assertThat(server.streams()).isEqualTo(4);
    assertNoneWasRejected();
  }

  @Test
  void eachDialingSideHasAConnectionOfItsOwn() throws Exception {
    Pair one = connect("A");
    try (TcpNetwork another = new TcpNetwork()) {
      Pair two = connect(another, "A");
      assertThat(server.connections()).isEqualTo(2);
      two.assertWorks();
    }
    awaitConnections(1);
    one.assertWorks();
  }

  @Test
  void whoAsksForNobodyGetsTheFirst() throws Exception {
    Dial dial = new Dial();
    guest.dial(server.address(), dial);
    new Pair(dial.end(), accepted("A")).assertWorks();
  }

  @Test
  void whoIsNotThereIsReported() throws Exception {
    Pair other = connect("A");
    Dial dial = new Dial();
    to(guest).dial("X", dial);
    assertThat(dial.failure())
        .isEqualTo("127.0.0.1:" + server.address().getPort() + ": X is not here: A, B, C");
    assertThat(dial.answers()).isOne();
    other.assertWorks();
    assertNoneWasRejected();
  }

  @Test
  void aFailureAloneLeavesNoConnectionBehind() {
    Dial dial = new Dial();
    to(guest).dial("X", dial);
    assertThat(dial.failure()).contains("X is not here");
    awaitConnections(0);
  }

  @Test
  void framesOfManyStreamsStayInOrder() throws Exception {
    int streams = 40;
    int frames = 300;
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      pairs.add(connect(NAMES.get(i % NAMES.size())));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < streams; i++) {
        Connection connection = pairs.get(i).dialed().connection();
        int name = i;
        threads.execute(() -> {
          for (int number = 0; number < frames; number++) {
            int size = 8 + (name * number) % 500;
            byte[] frame = ByteBuffer.allocate(size).putInt(name).putInt(number).array();
            connection.send(List.of(frame));
          }
        });
      }
    }
    for (int i = 0; i < streams; i++) {
      for (int number = 0; number < frames; number++) {
        ByteBuffer frame = ByteBuffer.wrap(pairs.get(i).accepted().take());
        assertThat(frame.getInt()).isEqualTo(i);
        assertThat(frame.getInt()).isEqualTo(number);
      }
    }
    assertThat(server.connections()).isOne();
  }

  @Test
  void aStreamThatEndsLeavesTheOthers() throws Exception {
    Pair one = connect("A");
    Pair two = connect("B");
    Pair three = connect("C");
    one.dialed().send("last words");
    one.dialed().connection().close();
    assertThat(one.accepted().takeText()).isEqualTo("last words");
    one.accepted().awaitClosed();
    one.dialed().awaitClosed();
    two.accepted().connection().close();
    two.dialed().awaitClosed();
    await().atMost(End.PATIENCE).until(() -> server.streams() == 1);
    three.assertWorks();
    one.dialed().send("too late");
    two.dialed().send("too late");
    three.assertWorks();
    assertThat(one.accepted().received()).isOne();
    assertThat(two.accepted().received()).isZero();
    assertNoneWasRejected();
  }

  @Test
  void theLastStreamEndsTheConnection() throws Exception {
    Pair one = connect("A");
    Pair two = connect("B");
    one.dialed().connection().close();
    two.accepted().connection().close();
    awaitConnections(0);
    connect("A").assertWorks();
    assertThat(server.accepted()).isEqualTo(2);
    assertNoneWasRejected();
  }

  @Test
  void theEndOfTheConnectionEndsAllStreams() throws Exception {
    List<Pair> pairs = List.of(connect("A"), connect("B"), connect("C"));
    server.close();
    for (Pair pair : pairs) {
      pair.dialed().awaitClosed();
      pair.accepted().awaitClosed();
    }
    Dial dial = new Dial();
    to(guest).dial("A", dial);
    assertThat(dial.failure()).contains("nobody listens");
  }

  @Test
  void whatIsWantedWhileAConnectionEndsIsAnswered() throws Exception {
    int rounds = 300;
    Queue<End> ends = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> runs = new ArrayList<>();
      for (String name : NAMES) {
        runs.add(
            threads.submit(() -> {
              for (int i = 0; i < rounds; i++) {
                Dial dial = new Dial();
                to(guest).dial(name, dial);
                dial.end().send("x");
                dial.end().connection().close();
                assertThat(dial.answers()).isOne();
                ends.add(dial.end());
                if (i % 2 == 0) {
                  // Then nobody may be left, and the connection ends while others want it.
                  await()
                      .pollDelay(Duration.ZERO)
                      .pollInterval(Duration.ofMillis(1))
                      .atMost(End.PATIENCE)
                      .until(() -> dial.end().closedCalls() > 0);
                }
              }
            }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
    for (String name : NAMES) {
      for (int i = 0; i < rounds; i++) {
        ends.add(accepted(name));
      }
    }
    await().atMost(End.PATIENCE).until(() -> ends.stream().allMatch(end -> end.closedCalls() > 0));
    all.addAll(ends);
    assertThat(ends.stream().mapToInt(End::received).sum()).isEqualTo(rounds * NAMES.size());
    awaitConnections(0);
    assertThat(server.accepted()).as("connections that have ended").isGreaterThan(1);
    assertThat(server.streams()).isZero();
    assertNoneWasRejected();
  }

  @Test
  void aMalformedFrameEndsItsStreamOnly() throws Exception {
    server =
        listen(
            host,
            connection ->
                new End(connection) {
                  @Override
                  public void received(byte[] frame) throws MalformedException {
                    super.received(frame);
                    if (frame.length == 3) {
                      throw new MalformedException("three bytes");
                    }
                  }
                });
    Pair bad = connect("A");
    Pair good = connect("B");
    bad.dialed().send("good", "bad", "late");
    bad.dialed().awaitClosed();
    bad.accepted().awaitClosed();
    assertThat(bad.accepted().received()).isEqualTo(2);
    good.assertWorks();
    assertThat(server.connections()).isOne();
    assertThat(server.rejected(Rejection.FRAME)).isOne();
  }

  @Test
  void aPausedStreamHoldsBackItsConnectionAndLosesNothing() throws Exception {
    Pair paused = connect("A");
    Pair other = connect("B");
    try (TcpNetwork another = new TcpNetwork()) {
      Pair elsewhere = connect(another, "A");
      paused.accepted().connection().pauseReading();
      for (int number = 0; number < 500; number++) {
        byte[] frame = ByteBuffer.allocate(Connection.MAX_FRAME).putInt(0, number).array();
        other.dialed().connection().send(List.of(frame));
        paused.dialed().connection().send(List.of(frame));
        elsewhere.assertWorks();
      }
    }
    assertThat(other.accepted().received()).as("what was on its way already").isLessThan(10);
    other.accepted().send("writing goes on");
    assertThat(other.dialed().takeText()).isEqualTo("writing goes on");
    paused.accepted().connection().resumeReading();
    for (int number = 0; number < 500; number++) {
      assertThat(ByteBuffer.wrap(other.accepted().take()).getInt()).isEqualTo(number);
      assertThat(ByteBuffer.wrap(paused.accepted().take()).getInt()).isEqualTo(number);
    }
  }

  @Test
  void aConnectionIsReadWhenAllHaveResumedOrEnded() throws Exception {
    Pair one = connect("A");
    Pair two = connect("B");
    Pair three = connect("C");
    one.accepted().connection().pauseReading();
    one.accepted().connection().pauseReading();
    two.accepted().connection().pauseReading();
    one.accepted().connection().resumeReading();
    two.accepted().connection().close();
    three.assertWorks();
    two.accepted().connection().pauseReading();
    three.assertWorks();
  }

  @Test
  void aStreamOfALongQueueIsCutOffByItsOwnLimit() throws Exception {
    Pair greedy = connect("A");
    Pair modest = connect("B");
    greedy.dialed().connection().limitUnread(2 << 20);
    modest.dialed().connection().limitUnread(200_000);
    greedy.accepted().connection().pauseReading();
    List<byte[]> frame = List.of(new byte[Connection.MAX_FRAME]);
    for (int i = 0; i < 16; i++) {
      greedy.dialed().connection().send(frame);
    }
    modest.dialed().send("a little");
    assertThat(guest.rejected(Rejection.UNREAD)).isZero();
    for (int i = 0; i < 200; i++) {
      modest.dialed().connection().send(frame);
    }
    // They share the socket that is not read.
    modest.dialed().awaitClosed();
    greedy.dialed().awaitClosed();
    assertThat(guest.rejected(Rejection.UNREAD)).isOne();
  }

  // ------------------------------------------------------------------- limits

  private static Limits limits(Duration silence, int unproven, int connections) {
    return new Limits(Duration.ofSeconds(2), silence, unproven, connections, 1 << 20);
  }

  @Test
  void streamsOfAProcessAreNotMoreThanAllowed() throws Exception {
    try (TcpNetwork strict = new TcpNetwork(1, limits(Duration.ofMinutes(10), 10, 2))) {
      server = listen(strict, End::new);
      Pair one = connect("A");
      connect("A");
      Dial dial = new Dial();
      to(guest).dial("A", dial);
      assertThat(dial.failure()).contains("2 connections are open");
      connect("B").assertWorks();
      one.dialed().connection().close();
      await().atMost(End.PATIENCE).until(() -> server.streams() == 2);
      connect("A").assertWorks();
      assertThat(server.rejected(Rejection.FULL)).isOne();
    }
  }

  @Test
  void streamsThatHaveDeliveredNothingAreFew() throws Exception {
    try (TcpNetwork strict = new TcpNetwork(1, limits(Duration.ofMinutes(10), 2, 10))) {
      server = listen(strict, End::new);
      Pair one = connect("A");
      connect("A");
      Dial dial = new Dial();
      to(guest).dial("A", dial);
      assertThat(dial.failure()).contains("2 connections have not delivered");
      connect("B").assertWorks();
      one.assertWorks();
      Pair three = connect("A");
      three.dialed().connection().close();
      await().atMost(End.PATIENCE).until(() -> server.streams() == 3);
      connect("A").assertWorks();
      assertThat(server.rejected(Rejection.CROWDED)).isOne();
    }
  }

  @Test
  void aSilentStreamEndsAlone() throws Exception {
    try (TcpNetwork strict = new TcpNetwork(1, limits(Duration.ofMillis(300), 10, 10))) {
      server = listen(strict, End::new);
      Pair good = connect("A");
      good.assertWorks();
      Pair silent = connect("B");
      silent.dialed().awaitClosed();
      silent.accepted().awaitClosed();
      assertThat(server.rejected(Rejection.SILENCE)).isOne();
      good.assertWorks();
    }
  }

  @Test
  void aConnectionHasOnlySoManyNumbers() throws Exception {
    Sockets sockets = Sockets.best();
    try (var group = new MultiThreadIoEventLoopGroup(1, sockets.handlers())) {
      Dialing dialing = new Dialing(group, sockets, Limits.DEFAULT, 2);
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Dial dial = new Dial();
        dialing.dial(server.address(), "A", dial);
        pairs.add(new Pair(dial.end(), accepted("A")));
      }
      pairs.forEach(Pair::assertWorks);
      assertThat(server.connections()).isEqualTo(3);
      pairs.subList(0, 4).forEach(pair -> pair.dialed().connection().close());
      awaitConnections(1);
      pairs.getLast().assertWorks();
      dialing.close();
    }
  }
}
