package cutline.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cutline.core.ChannelOrder;
import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every transport promises to the runtime. */
public abstract class TransportContract {

  /** Lets a process wait for connections under a name. */
  protected abstract void listen(String name, Transport.Acceptor acceptor) throws IOException;

  /** Reaches every process that listens, and knows of a process {@code nobody} that does not. */
  protected abstract Transport transport();

  /** What it promises of the order of all frames but the first one, which is the first anyway. */
  protected abstract ChannelOrder order();

  /** Both ends of a connection. */
  private record Pair(End dialed, End accepted) {

    void assertPromisesKept() {
      assertThat(dialed.broken()).isEmpty();
      assertThat(accepted.broken()).isEmpty();
    }
  }

  private final BlockingQueue<End> accepted = new LinkedBlockingQueue<>();

  private void listen(Function<Connection, End> ends) throws IOException {
    accept("B", ends);
  }

  private void accept(String name, Function<Connection, End> ends) throws IOException {
    listen(
        name,
        (Transport.Acceptor)
            connection -> {
              End end = ends.apply(connection);
              accepted.add(end);
              return end;
            });
  }

  private Pair dial() throws InterruptedException {
    return dial(End::new);
  }

  private Pair dial(Function<Connection, End> ends) throws InterruptedException {
    return dial("B", ends);
  }

  private Pair dial(String name, Function<Connection, End> ends) throws InterruptedException {
    Dial dial = new Dial(ends);
    transport().dial(name, dial);
    End dialed = dial.end();
    End other = accepted.poll(End.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(other).as("the accepted end").isNotNull();
    return new Pair(dialed, other);
  }

  private Pair connect() throws Exception {
    listen(End::new);
    return dial();
  }

  @Test
  void framesArriveBothWays() throws Exception {
    Pair pair = connect();
    pair.dialed().send("one", "two");
    assertThat(pair.accepted().takeText()).isEqualTo("one");
    assertThat(pair.accepted().takeText()).isEqualTo("two");
    pair.accepted().send("three");
    assertThat(pair.dialed().takeText()).isEqualTo("three");
    pair.assertPromisesKept();
  }

  @Test
  void theAcceptingSideMaySpeakFirst() throws Exception {
    listen(connection -> {
      End end = new End(connection);
      end.send("welcome");
      return end;
    });
    assertThat(dial().dialed().takeText()).isEqualTo("welcome");
  }

  @Test
  void manyFramesArriveOnceAndInThePromisedOrder() throws Exception {
    Pair pair = connect();
    Random random = new Random(1);
    for (int number = 0; number < 10_000; ) {
      List<byte[]> batch = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0 && number < 10_000; i--) {
        batch.add(ByteBuffer.allocate(4 + random.nextInt(300)).putInt(0, number++).array());
      }
      pair.dialed().connection().send(batch);
    }
    assertArrived(pair.accepted(), 10_000);
    pair.assertPromisesKept();
  }

  /** All numbers arrive once. */
  private void assertArrived(End end, int count) {
    BitSet arrived = new BitSet();
    for (int i = 0; i < count; i++) {
      int number = ByteBuffer.wrap(end.take()).getInt();
      assertThat(arrived.get(number)).as(number + " came before").isFalse();
      arrived.set(number);
      if (i == 0 || order() == ChannelOrder.FIFO) {
        assertThat(number).isEqualTo(i);
      }
    }
    assertThat(arrived.cardinality()).isEqualTo(count);
  }

  @Test
  void framesOfEverySizeArriveWhole() throws Exception {
    Pair pair = connect();
    Random random = new Random(2);
    List<byte[]> sent = new ArrayList<>();
    for (int size : new int[] {1, 2, 127, 128, 129, 16_383, 16_384, 16_385, 65_535, 65_536}) {
      byte[] frame = new byte[size];
      random.nextBytes(frame);
      sent.add(frame);
    }
    pair.dialed().connection().send(sent);
    List<byte[]> taken = new ArrayList<>();
    sent.forEach(_ -> taken.add(pair.accepted().take()));
    if (order() == ChannelOrder.NON_FIFO) {
      taken.sort(Comparator.comparingInt(frame -> frame.length));
    }
    for (int i = 0; i < sent.size(); i++) {
      assertThat(Arrays.equals(taken.get(i), sent.get(i))).isTrue();
    }
  }

  @Test
  void whatIsNoFrameIsNotSent() throws Exception {
    Connection connection = connect().dialed().connection();
    byte[] tooLong = new byte[Connection.MAX_FRAME + 1];
    assertThatThrownBy(() -> connection.send(List.of(tooLong)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> connection.send(List.of(new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
    connection.send(List.of());
  }

  @Test
  void eachThreadsFramesArriveInThePromisedOrder() throws Exception {
    Pair pair = connect();
    int threads = 4;
    int each = 1_000;
    for (int thread = 0; thread < threads; thread++) {
      int name = thread;
      Thread.ofPlatform()
          .start(() -> {
            for (int number = 0; number < each; number++) {
              byte[] frame = ByteBuffer.allocate(8).putInt(name).putInt(number).array();
              pair.dialed().connection().send(List.of(frame));
            }
          });
    }
    BitSet arrived = new BitSet();
    int[] next = new int[threads];
    for (int i = 0; i < threads * each; i++) {
      ByteBuffer frame = ByteBuffer.wrap(pair.accepted().take());
      arrived.set(frame.getInt(0) * each + frame.getInt(4));
      if (order() == ChannelOrder.FIFO) {
        assertThat(frame.getInt(4)).isEqualTo(next[frame.getInt(0)]++);
      }
    }
    assertThat(arrived.cardinality()).isEqualTo(threads * each);
    pair.assertPromisesKept();
  }

  @Test
  void aBatchEndsAfterItsFrames() throws Exception {
    Pair pair = connect();
    pair.dialed().send("one", "two", "three");
    pair.accepted().take();
    pair.accepted().take();
    pair.accepted().take();
    await().atMost(End.PATIENCE).until(() -> !pair.accepted().isBatchOpen());
    pair.assertPromisesKept();
  }

  @Test
  void bothEndsLearnOnceThatOneHasClosed() throws Exception {
    Pair pair = connect();
    pair.accepted().connection().close();
    pair.accepted().connection().close();
    pair.dialed().awaitClosed();
    pair.accepted().awaitClosed();
    pair.dialed().connection().close();
    pair.assertPromisesKept();
  }

  @Test
  void bothEndsMayCloseAtOnce() throws Exception {
    Pair pair = connect();
    pair.dialed().connection().close();
    pair.accepted().connection().close();
    pair.dialed().awaitClosed();
    pair.accepted().awaitClosed();
    pair.assertPromisesKept();
  }

  @Test
  void whatWasSentBeforeTheCloseArrives() throws Exception {
    Pair pair = connect();
    for (int i = 0; i < 100; i++) {
      pair.dialed().connection().send(List.of(new byte[Connection.MAX_FRAME]));
    }
    pair.dialed().send("last words");
    pair.dialed().connection().close();
    pair.accepted().awaitClosed();
    assertThat(pair.accepted().received()).isEqualTo(101);
    pair.assertPromisesKept();
  }

  @Test
  void aFarewellArrivesThoughTheOtherSideIsSending() throws Exception {
    listen(connection ->
        new End(connection) {
          @Override
          public void received(byte[] frame) throws MalformedException {
            super.received(frame);
            send("refused");
            connection.close();
          }
        });
    Pair pair = dial();
    pair.dialed().connection().send(List.of(new byte[60_000], new byte[60_000], new byte[60_000]));
    assertThat(pair.dialed().takeText()).isEqualTo("refused");
    pair.dialed().awaitClosed();
    pair.accepted().awaitClosed();
    assertThat(pair.accepted().received()).as("frames after its own close").isEqualTo(1);
    pair.assertPromisesKept();
  }

  @Test
  void aLongFarewellArrivesThoughTheOtherSideIsSending() throws Exception {
    List<byte[]> large = List.of(new byte[Connection.MAX_FRAME]);
    listen(connection -> {
      for (int i = 0; i < 200; i++) {
        connection.send(large);
      }
      connection.close();
      return new End(connection);
    });
    Pair pair =
        dial(connection ->
            new End(connection) {
              @Override
              public void received(byte[] frame) throws MalformedException {
                super.received(frame);
                connection.send(large);
              }
            });
    pair.dialed().awaitClosed();
    assertThat(pair.dialed().received()).isEqualTo(200);
    pair.assertPromisesKept();
  }

  @Test
  void nothingIsSentAfterTheClose() throws Exception {
    Pair pair = connect();
    pair.dialed().send("one");
    pair.dialed().connection().close();
    pair.dialed().send("two");
    pair.accepted().awaitClosed();
    pair.accepted().send("three");
    assertThat(pair.accepted().received()).isEqualTo(1);
    assertThat(pair.dialed().received()).isZero();
    pair.accepted().connection().pauseReading();
    pair.accepted().connection().resumeReading();
    pair.assertPromisesKept();
  }

  @Test
  void aMalformedFrameEndsItsConnectionOnly() throws Exception {
    listen(connection ->
        new End(connection) {
          @Override
          public void received(byte[] frame) throws MalformedException {
            super.received(frame);
            if (frame.length == 3) {
              throw new MalformedException("three bytes");
            }
          }
        });
    Pair bad = dial();
    Pair good = dial();
    bad.dialed().send("good", "bad", "late");
    bad.dialed().awaitClosed();
    bad.accepted().awaitClosed();
    // Where there is no order, what was sent last may be the second to arrive.
    assertThat(bad.accepted().received()).isBetween(2, order() == ChannelOrder.FIFO ? 2 : 3);
    good.dialed().send("good");
    assertThat(good.accepted().takeText()).isEqualTo("good");
    bad.assertPromisesKept();
    good.assertPromisesKept();
  }

  @Test
  void pausedReadingHoldsBackAndLosesNothing() throws Exception {
    Pair paused = connect();
    accept("C", End::new);
    Pair other = dial("C", End::new);
    paused.accepted().connection().pauseReading();
    roundTrips(other, 10);
    for (int number = 0; number < 500; number++) {
      byte[] frame = ByteBuffer.allocate(Connection.MAX_FRAME).putInt(0, number).array();
      paused.dialed().connection().send(List.of(frame));
      if (number % 50 == 0) {
        roundTrips(other, 10);
      }
    }
    assertThat(paused.accepted().received()).as("what was on its way already").isLessThan(10);
    paused.accepted().send("writing goes on");
    assertThat(paused.dialed().takeText()).isEqualTo("writing goes on");

    paused.accepted().connection().resumeReading();
    assertArrived(paused.accepted(), 500);
    paused.assertPromisesKept();
  }

  private static void roundTrips(Pair pair, int times) {
    for (int i = 0; i < times; i++) {
      pair.dialed().send("there");
      pair.accepted().take();
      pair.accepted().send("back");
      pair.dialed().take();
    }
  }

  @Test
  void aPausedEndMayBeClosed() throws Exception {
    Pair pair = connect();
    pair.accepted().connection().pauseReading();
    pair.accepted().send("last words");
    pair.accepted().connection().close();
    assertThat(pair.dialed().takeText()).isEqualTo("last words");
    pair.dialed().awaitClosed();
    pair.accepted().awaitClosed();
    pair.assertPromisesKept();
  }

  @Test
  void oneWhoDoesNotListenIsReportedOnce() {
    Dial dial = new Dial();
    transport().dial("nobody", dial);
    assertThat(dial.failure()).isNotBlank();
    assertThat(dial.answers()).isOne();
  }

  @Test
  void oneWhoIsNotKnownIsReportedOnce() {
    Dial dial = new Dial();
    transport().dial("a stranger", dial);
    assertThat(dial.failure()).contains("a stranger");
    assertThat(dial.answers()).isOne();
  }

  @Test
  void oneWhoConnectsIsToldOnce() throws Exception {
    listen(End::new);
    Dial dial = new Dial();
    transport().dial("B", dial);
    dial.end().connection().close();
    dial.end().awaitClosed();
    assertThat(dial.answers()).isOne();
  }

  @Test
  void eachSideCanNameTheOther() throws Exception {
    Pair pair = connect();
    assertThat(pair.dialed().connection().remote()).isNotBlank();
    assertThat(pair.accepted().connection().remote()).isNotBlank();
  }
}
