package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryNetworkTest {

  /** One end: writes down what it is told, and answers if it has an answer. */
  private static class End implements Transport.Receiver {
    final Connection connection;
    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    End(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void received(byte[] frame) throws MalformedException {
      told.add(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public void batchEnd() {
      told.add(".");
    }

    @Override
    public void closed() {
      told.add("closed");
    }

    void send(String... texts) {
      connection.send(
          Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
    }
  }

  /** Takes one end; fails if there is none. */
  private static final class Dial implements Transport.Dialer {
    @Nullable End end;
    final List<String> failures = new ArrayList<>();

    @Override
    public Transport.Receiver connected(Connection connection) {
      end = new End(connection);
      return end;
    }

    @Override
    public void failed(String reason) {
      failures.add(reason);
    }
  }

  private final MemoryNetwork network = new MemoryNetwork();
  private final List<End> accepted = new ArrayList<>();

  MemoryNetworkTest() {
    network.listen("B", connection -> accept(new End(connection)));
  }

  private End accept(End end) {
    accepted.add(end);
    return end;
  }

  private End dial(String from) {
    Dial dial = new Dial();
    network.transport(from).dial("B", dial);
    End end = dial.end;
    assertThat(end).isNotNull();
    return Objects.requireNonNull(end);
  }

  @Test
  void framesArriveAtOnceAndInOrder() {
    End a = dial("A");
    End b = accepted.getFirst();
    a.send("one", "two");
    a.send("three");
    b.send("four");
    a.connection.send(List.of());
    assertThat(b.told).containsExactly("one", "two", ".", "three", ".");
    assertThat(a.told).containsExactly("four", ".");
  }

  @Test
  void eachEndKnowsTheOthersName() {
    assertThat(dial("A").connection.remote()).isEqualTo("B");
    assertThat(accepted.getFirst().connection.remote()).isEqualTo("A");
  }

  @Test
  void whereNobodyListensThereIsNoConnection() {
    Dial dial = new Dial();
    network.transport("A").dial("C", dial);
    assertThat(dial.failures).containsExactly("nobody listens as C");
    assertThat(dial.end).isNull();
  }

  @Test
  void bothSidesMaySpeakWhileTheConnectionIsMade() {
    network.listen(
        "B",
        connection -> {
          End end = accept(new End(connection));
          end.send("welcome");
          return end;
        });
    network
        .transport("A")
        .dial(
            "B",
            new Transport.Dialer() {
              @Override
              public Transport.Receiver connected(Connection connection) {
                End end = new End(connection);
                end.send("hello");
                accepted.add(end);
                return end;
              }

              @Override
              public void failed(String reason) {
                throw new AssertionError(reason);
              }
            });
    assertThat(accepted.getFirst().told).containsExactly("welcome", ".");
    assertThat(accepted.getLast().told).containsExactly("hello", ".");
  }

  @Test
  void aLongExchangeNeedsNoDeepStack() {
    int[] count = {0};
    network.listen("B", connection -> accept(answering(connection, count)));
    network
        .transport("A")
        .dial(
            "B",
            new Transport.Dialer() {
              @Override
              public Transport.Receiver connected(Connection connection) {
                return accept(answering(connection, count));
              }

              @Override
              public void failed(String reason) {
                throw new AssertionError(reason);
              }
            });
    accepted.getFirst().send("ping");
    assertThat(count[0]).isEqualTo(100_000);
  }

  private static End answering(Connection connection, int[] count) {
    return new End(connection) {
      @Override
      public void received(byte[] frame) {
        if (++count[0] < 100_000) {
          connection.send(List.of(frame));
        }
      }
    };
  }

  @Test
  void whatIsNoFrameIsNotSent() {
    End a = dial("A");
    for (int size : new int[] {0, Connection.MAX_FRAME + 1}) {
      assertThatThrownBy(() -> a.connection.send(List.of(new byte[size])))
          .isInstanceOf(IllegalArgumentException.class);
    }
    a.connection.send(List.of(new byte[Connection.MAX_FRAME]));
  }

  // ----------------------------------------------------------------- the end

  @Test
  void bothEndsLearnOnceThatOneHasClosed() {
    End a = dial("A");
    End b = accepted.getFirst();
    a.send("last words");
    a.connection.close();
    a.connection.close();
    b.connection.close();
    network.cut("A", "B");
    a.send("too late");
    b.send("too late");
    assertThat(b.told).containsExactly("last words", ".", "closed");
    assertThat(a.told).containsExactly("closed");
  }

  @Test
  void aMalformedFrameEndsItsConnectionOnly() {
    network.listen(
        "B",
        connection ->
            accept(
                new End(connection) {
                  @Override
                  public void received(byte[] frame) throws MalformedException {
                    super.received(frame);
                    if (frame.length == 3) {
                      throw new MalformedException("three bytes");
                    }
                  }
                }));
    End bad = dial("A");
    End good = dial("A");
    bad.send("good", "bad", "late");
    good.send("good");
    assertThat(accepted.getFirst().told).containsExactly("good", "bad", ".", "closed");
    assertThat(bad.told).containsExactly("closed");
    assertThat(accepted.getLast().told).containsExactly("good", ".");
    assertThat(good.told).isEmpty();
  }

  @Test
  void aFarewellArrivesAndNothingBehindIt() {
    network.listen(
        "B",
        connection ->
            accept(
                new End(connection) {
                  @Override
                  public void received(byte[] frame) throws MalformedException {
                    super.received(frame);
                    send("farewell");
                    connection.close();
                  }
                }));
    End a = dial("A");
    a.send("one", "two");
    assertThat(accepted.getFirst().told).containsExactly("one", ".", "closed");
    assertThat(a.told).containsExactly("farewell", ".", "closed");
  }

  @Test
  void aCutEndsTheConnectionsOfTheTwo() {
    End a = dial("A");
    End again = dial("A");
    End c = dial("C");
    network.cut("B", "A");
    assertThat(a.told).containsExactly("closed");
    assertThat(again.told).containsExactly("closed");
    assertThat(accepted.getFirst().told).containsExactly("closed");
    c.send("still here");
    assertThat(accepted.getLast().told).containsExactly("still here", ".");
    dial("A").send("back");
    assertThat(accepted.getLast().told).containsExactly("back", ".");
  }

  @Test
  void whoLeavesIsNotFoundAnyMore() {
    End a = dial("A");
    network.leave("B");
    assertThat(a.told).containsExactly("closed");
    assertThat(accepted.getFirst().told).containsExactly("closed");
    Dial dial = new Dial();
    network.transport("A").dial("B", dial);
    assertThat(dial.failures).hasSize(1);
  }

  // ------------------------------------------------------------------- pause

  @Test
  void pausedReadingHoldsBackAndLosesNothing() {
    End a = dial("A");
    End b = accepted.getFirst();
    b.connection.pauseReading();
    a.send("one");
    a.send("two");
    b.send("writing goes on");
    assertThat(b.told).isEmpty();
    assertThat(a.told).hasSize(2);
    b.connection.resumeReading();
    assertThat(b.told).containsExactly("one", ".", "two", ".");
  }

  @Test
  void whatWasSentBeforeTheCloseWaitsForThePausedEnd() {
    End a = dial("A");
    End b = accepted.getFirst();
    b.connection.pauseReading();
    a.send("last words");
    a.connection.close();
    assertThat(a.told).containsExactly("closed");
    assertThat(b.told).isEmpty();
    b.connection.resumeReading();
    assertThat(b.told).containsExactly("last words", ".", "closed");
  }

  @Test
  void aCutTakesWhatIsHeldBack() {
    End a = dial("A");
    End b = accepted.getFirst();
    b.connection.pauseReading();
    a.send("lost");
    a.connection.close();
    network.cut("A", "B");
    b.connection.resumeReading();
    assertThat(b.told).containsExactly("closed");
  }

  @Test
  void aPausedEndMayBeClosed() {
    End a = dial("A");
    End b = accepted.getFirst();
    b.connection.pauseReading();
    a.send("unheard");
    b.send("last words");
    b.connection.close();
    b.connection.resumeReading();
    assertThat(a.told).containsExactly("last words", ".", "closed");
    assertThat(b.told).containsExactly("closed");
  }

  // ----------------------------------------------------------------- threads

  /** Counts per sending thread, and notices if two threads are inside at once. */
  private static final class Counting implements Transport.Receiver {
    final int[] next = new int[4];
    final AtomicInteger inside = new AtomicInteger();
    volatile boolean broken;
    volatile int count;

    @Override
    public void received(byte[] frame) {
      broken |= inside.incrementAndGet() != 1;
      ByteBuffer in = ByteBuffer.wrap(frame);
      broken |= in.getInt(4) != next[in.getInt(0)]++;
      inside.decrementAndGet();
    }

    @Override
    public void batchEnd() {
      count = Arrays.stream(next).sum();
    }

    @Override
    public void closed() {
      broken = true;
    }
  }

  @Test
  void eachThreadsFramesStayInOrder() {
    Counting counting = new Counting();
    Connection[] paused = new Connection[1];
    network.listen(
        "B",
        connection -> {
          paused[0] = connection;
          return counting;
        });
    End a = dial("A");
    int each = 5_000;
    for (int thread = 0; thread < 4; thread++) {
      int name = thread;
      Thread.ofPlatform()
          .start(() -> {
            for (int number = 0; number < each; number++) {
              if (number % 100 == 0) {
                paused[0].pauseReading();
              }
              byte[] frame = ByteBuffer.allocate(8).putInt(name).putInt(number).array();
              a.connection.send(List.of(frame));
              if (number % 10 == 0) {
                paused[0].resumeReading();
              }
            }
            paused[0].resumeReading();
          });
    }
    await().until(() -> counting.count == 4 * each);
    assertThat(counting.broken).isFalse();
  }
}
