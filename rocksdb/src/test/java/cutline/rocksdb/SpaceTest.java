package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.runtime.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted takes no room. */
class SpaceTest {

  private static final int MEBIBYTE = 1 << 20;
  private static final int ENTRY = 100_000;
  private static final int ENTRIES = 2_000;
  private static final int UNACKNOWLEDGED = 50;

  @TempDir Path directory;

  private static String key(int number) {
    return "entries B %019d".formatted(number);
  }

  /** The files' sizes together; one that is deleted meanwhile counts nothing. */
  private long size() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void staysSmall() throws Exception {
    Random random = new Random(1);
    byte[] value = new byte[ENTRY];
    long largest = 0;
    try (RocksDbStore store = Opening.quietly(directory)) {
      for (int number = 0; number < ENTRIES; number++) {
        Batch batch = new Batch();
        random.nextBytes(value);
        batch.put(key(number), value);
        if (number % 100 == 99) {
          batch.put("part A.1." + number + " state", value);
          batch.deletePrefix("part A.1." + (number - 100) + " ");
          largest = Math.max(largest, size());
        }
        batch.delete(key(number - UNACKNOWLEDGED));
        store.commit(batch);
      }
      assertThat(Contents.of(store, "entries ")).hasSize(UNACKNOWLEDGED);
    }
    assertThat(largest).isLessThan(64 * MEBIBYTE);
    Opening.quietly(directory).close();
    assertThat(size()).isLessThan(64 * MEBIBYTE);
  }
}
