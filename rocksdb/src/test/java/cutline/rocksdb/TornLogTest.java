package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A last commit that a power cut left unfinished is gone as a whole, and that is said. */
class TornLogTest {

  @TempDir(factory = MemoryDisk.class)
  Path temp;

  private final History history = new History();
  private Image before = new Image(Map.of());
  private Image after = before;

  /** Commits some batches, the last of this size. */
  private String commit(int small, int lastPadding) throws Exception {
    Path directory = temp.resolve("original");
    try (RocksDbStore store = Opening.quietly(directory)) {
      for (int i = 0; i < small; i++) {
        history.commit(store, 10 + i);
      }
      before = Image.of(directory);
      history.commit(store, lastPadding);
      after = Image.of(directory);
    }
    assertThat(after.names(".log")).hasSize(1);
    return after.names(".log").getFirst();
  }

  private void assertLastCommitGone(Image image, String log, int size) throws Exception {
    Path copy = image.writeTo(temp.resolve("copy"));
    Opening opening = Opening.of(copy);
    assertThat(opening.contents()).as(opening.refusal()).isEqualTo(history.beforeLast());
    int intact = before.get(log).length;
    assertThat(opening.reports())
        .containsExactly(
            "%s: the last commit was not written in full and was removed, %d bytes at offset %d"
                .formatted(copy.resolve(log), size - intact, intact));
    assertThat(Opening.of(copy)).isEqualTo(new Opening(history.beforeLast(), List.of(), ""));
  }

  @Test
  void isGoneWhereverItWasCutOff() throws Exception {
    String log = commit(12, 40);
    int intact = before.get(log).length;
    int size = after.get(log).length;
    for (int length = intact + 1; length < size; length++) {
      int cut = length;
      assertLastCommitGone(after.with(log, bytes -> Arrays.copyOf(bytes, cut)), log, cut);
    }
    Path copy =
        after.with(log, bytes -> Arrays.copyOf(bytes, intact)).writeTo(temp.resolve("copy"));
    assertThat(Opening.of(copy)).isEqualTo(new Opening(history.beforeLast(), List.of(), ""));
    after.writeTo(copy);
    assertThat(Opening.of(copy)).isEqualTo(new Opening(history.now(), List.of(), ""));
  }

  @Test
  void isGoneIfItIsLongerThanABlock() throws Exception {
    String log = commit(5, 100_000);
    int size = after.get(log).length;
    for (int length = before.get(log).length + 1; length < size; length += 1_021) {
      int cut = length;
      assertLastCommitGone(after.with(log, bytes -> Arrays.copyOf(bytes, cut)), log, cut);
    }
    for (int block : new int[] {32_768, 65_536, 98_304}) {
      assertLastCommitGone(after.with(log, bytes -> Arrays.copyOf(bytes, block)), log, block);
    }
  }

  /** As file systems leave it that make a file longer before they write what is in it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 7, 8, 100, 20_000, 40_000, 99_000})
  void isGoneIfItsEndIsZeros(int written) throws Exception {
    String log = commit(5, 100_000);
    int size = after.get(log).length;
    int from = before.get(log).length + written;
    assertLastCommitGone(after.with(log, bytes -> zeros(bytes, from, size)), log, size);
  }

  @Test
  void isGoneIfAPageInItsMiddleWasNotWritten() throws Exception {
    String log = commit(5, 100_000);
    int size = after.get(log).length;
    for (int page = 4_096; page + 4_096 < size; page += 4_096) {
      int from = page;
      assertLastCommitGone(after.with(log, bytes -> zeros(bytes, from, from + 4_096)), log, size);
    }
  }

  static byte[] zeros(byte[] bytes, int from, int to) {
    Arrays.fill(bytes, from, to, (byte) 0);
    return bytes;
  }
}
