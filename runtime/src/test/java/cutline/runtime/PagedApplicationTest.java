package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.ChannelOrder;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A process whose state lies in pages, from one end of it to the other. */
class PagedApplicationTest {

  private static final int PAGES = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final SnapshotId FIRST = new SnapshotId("A", 1, 1);

  private final MemoryStore store = new MemoryStore();
  private final List<@Nullable String> restores = new ArrayList<>();
  private Book book = new Book();
  private Node<String, String> node = begin(1);

  /** A number in each page. */
  private static final class Book implements Application<String, String>, Pages {

    private final int[] numbers = new int[PAGES];

    @Override
    public void deliver(String from, String message, Sender<String> sender) {}

    @Override
    public String capture() {
      return "";
    }

    @Override
    public void restore(String state) {}

    @Override
    public Pages pages() {
      return this;
    }

    @Override
    public int count() {
      return PAGES;
    }

    @Override
    public byte[] read(int page) {
      return Integer.toString(numbers[page]).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void write(int page, byte[] content) {
      numbers[page] = Integer.parseInt(new String(content, StandardCharsets.US_ASCII));
    }
  }

  private static final class Texts implements MessageCodec<String, String> {

    @Override
    public byte[] encodeMessage(String message) {
      return message.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decodeMessage(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] encodeState(String state) {
      return encodeMessage(state);
    }

    @Override
    public String decodeState(byte[] bytes) {
      return decodeMessage(bytes);
    }
  }

  private Node<String, String> begin(long nonce) {
    Topology alone = Topology.complete(List.of("A"), ChannelOrder.FIFO);
    NodeListener<String, String> listener =
        new NodeListener<>() {
          @Override
          public void restoreEnded(String request, @Nullable String failure) {
            restores.add(failure);
          }
        };
    try {
      Node<String, String> begun =
          new Node<>(
              NodeConfig.of("book", "A", alone, nonce),
              book,
              new Texts(),
              store,
              (peer, _) -> {
                throw new AssertionError("there is no " + peer);
              },
              listener,
              0);
      begun.step(0);
      return begun;
    } catch (Store.StoreException e) {
      throw new AssertionError(e);
    }
  }

  private void restart() {
    book = new Book();
    node = begin(2);
  }

  private void act(Runnable action) {
    node.post(action);
    node.step(0);
  }

  private void set(int page, int number) {
    act(() -> {
      node.sender().willChange(page);
      book.numbers[page] = number;
    });
  }

  private void fill(int number) {
    act(() -> {
      for (int page = 0; page < PAGES; page++) {
        node.sender().willChange(page);
        book.numbers[page] = number;
      }
    });
  }

  private void copyAll() {
    for (int step = 0; node.nextStep() <= 0; step++) {
      assertThat(step).isLessThan(PAGES);
      node.step(0);
    }
  }

  @Test
  void whatIsChangedIsThereAfterACrash() {
    fill(7);
    set(3, 8);
    restart();
    int[] expected = new int[PAGES];
    Arrays.fill(expected, 7);
    expected[3] = 8;
    assertThat(book.numbers).isEqualTo(expected);
  }

  @Test
  void itGoesBackToThePagesOfTheCut() {
    fill(1);
    act(() -> node.initiate("first", TIMEOUT));
    assertThat(node.nextStep()).isZero();
    fill(2);
    copyAll();
    set(5, 3);
    act(() -> assertThat(node.restore("back", FIRST, TIMEOUT)).isEmpty());
    assertThat(restores).containsExactly((String) null);
    assertThat(book.numbers).containsOnly(1);
    restart();
    assertThat(book.numbers).containsOnly(1);
  }

  @Test
  void aCopyThatACrashHasInterruptedIsFinished() {
    fill(1);
    act(() -> node.initiate("first", TIMEOUT));
    set(199, 2);
    restart();
    assertThat(node.nextStep()).isZero();
    act(() ->
        assertThat(node.restore("too early", FIRST, TIMEOUT))
            .hasValue("A has not copied its whole state for snapshot A.1.1"));
    fill(3);
    copyAll();
    act(() -> assertThat(node.restore("back", FIRST, TIMEOUT)).isEmpty());
    assertThat(book.numbers).containsOnly(1);
  }
}
