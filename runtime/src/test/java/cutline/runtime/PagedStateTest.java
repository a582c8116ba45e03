package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.core.SnapshotId;
import cutline.runtime.saved.SavedPages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State that changes while it is copied, in a process that dies at any moment. */
class PagedStateTest {

  private static final int PAGES = 1_000;

  private final MemoryStore store = new MemoryStore();
  private Book book = new Book(PAGES);
  private PagedState state = new PagedState(book, true);
  private Batch batch = new Batch();

  /** Pages that hold a number each. */
  private static final class Book implements Pages {
    private final int[] numbers;

    Book(int pages) {
      this.numbers = new int[pages];
    }

    @Override
    public int count() {
      return numbers.length;
    }

    @Override
    public byte[] read(int page) {
      return Integer.toString(numbers[page]).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Override
    public void write(int page, byte[] content) {
      numbers[page] =
          Integer.parseInt(new String(content, java.nio.charset.StandardCharsets.US_ASCII));
    }
  }

  private void change(int page, int number) {
    state.willChange(page);
    book.numbers[page] = number;
  }

  private void commit() {
    state.addTo(batch);
    store.commit(batch);
    batch = new Batch();
  }

  /** What was not committed is gone. */
  private void crash() throws Store.StoreException {
    batch = new Batch();
    book = new Book(PAGES);
    state = new PagedState(book, true);
    state.recover(store);
  }

  private int[] copy(SnapshotId id) throws Store.StoreException {
    Batch restored = new Batch();
    PagedState.restore(id, store, restored);
    Book copied = new Book(PAGES);
    Arrays.fill(copied.numbers, -1);
    restored
        .changes()
        .forEach((key, content) ->
            copied.write(
                Integer.parseInt(key.substring(PagedState.PAGE.length())),
                content == null ? new byte[0] : content));
    return copied.numbers;
  }

  private static SnapshotId id(int number) {
    return new SnapshotId("A", 1, number);
  }

  private int count(String prefix) {
    List<String> keys = new ArrayList<>();
    store.scan(prefix, (key, value) -> keys.add(key));
    return keys.size();
  }

  private int copiedPages() throws Store.StoreException {
    int[] pages = new int[1];
    Recovery.scan(
        store,
        PagedState.COPIED,
        (_, value) -> pages[0] += Untrusted.parse(SavedPages.parser(), value).getPagesCount());
    return pages[0];
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyCopyIsOfTheMomentOfTheCut(long seed) throws Exception {
    Random random = new Random(seed);
    Map<SnapshotId, int[]> cuts = new LinkedHashMap<>();
    Map<SnapshotId, int[]> committedCuts = new LinkedHashMap<>();
    int[] committed = book.numbers.clone();
    int crashes = 0;
    for (int step = 0; step < 400; step++) {
      for (int changes = random.nextInt(20); changes > 0; changes--) {
        change(random.nextInt(PAGES), random.nextInt(1_000_000));
        if (random.nextInt(200) == 0) {
          SnapshotId id = id(cuts.size() + committedCuts.size() + 1_000 * step + 1);
          state.begin(id, batch);
          cuts.put(id, book.numbers.clone());
        }
      }
      if (random.nextInt(10) == 0) {
        crash();
        crashes++;
        cuts.clear();
        assertThat(book.numbers).isEqualTo(committed);
      } else {
        commit();
        committedCuts.putAll(cuts);
        cuts.clear();
        committed = book.numbers.clone();
      }
    }
    while (state.isCopying()) {
      commit();
    }
    assertThat(crashes).isGreaterThan(20);
    assertThat(committedCuts).hasSizeGreaterThan(5);
    for (Map.Entry<SnapshotId, int[]> cut : committedCuts.entrySet()) {
      assertThat(copy(cut.getKey())).isEqualTo(cut.getValue());
    }
  }

  @Test
  void aCutItselfCopiesNothing() throws Exception {
    state.begin(id(1), batch);
    assertThat(batch.changes()).hasSize(1);
    assertThat(state.isCopied(id(1))).isFalse();
    commit();
    assertThat(copiedPages()).isBetween(1, PAGES / 4);
    while (state.isCopying()) {
      commit();
    }
    assertThat(state.isCopied(id(1))).isTrue();
    assertThat(copiedPages()).isEqualTo(PAGES);
    assertThat(count(PagedState.COPYING)).isZero();
  }

  @Test
  void onlyPagesThatHaveChangedAreWritten() {
    change(7, 70);
    change(7, 71);
    change(9, 90);
    commit();
    assertThat(count(PagedState.PAGE)).isEqualTo(2);
    commit();
    assertThat(batch.isEmpty()).isTrue();
  }

  @Test
  void aCopyThatIsDroppedLeavesNothing() throws Exception {
    state.begin(id(1), batch);
    state.begin(id(11), batch);
    commit();
    state.drop(id(1), batch);
    commit();
    crash();
    while (state.isCopying()) {
      commit();
    }
    assertThat(copiedPages()).isEqualTo(PAGES);
    assertThat(copy(id(11))).containsOnly(0);
  }

  @Test
  void withoutCopiesASnapshotCostsNothingAndCannotBeRestored() {
    state = new PagedState(book, false);
    state.begin(id(1), batch);
    assertThat(batch.isEmpty()).isTrue();
    assertThat(state.isCopying()).isFalse();
    assertThat(state.isCopied(id(1))).isFalse();
  }

  @Test
  void aStateWithoutPagesNeedsNoCopies() {
    state = new PagedState(Pages.NONE, true);
    state.begin(id(1), batch);
    assertThat(batch.isEmpty()).isTrue();
    assertThat(state.isCopied(id(1))).isTrue();
  }

  @Test
  void aPageThatIsNoneIsRefused() {
    batch.put(PagedState.PAGE + "000001000", new byte[] {'7'});
    store.commit(batch);
    assertThatThrownBy(this::crash)
        .isInstanceOf(Store.StoreException.class)
        .hasMessageContaining("the value of 'page 000001000' is corrupt");
  }
}
