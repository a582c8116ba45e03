package cutline.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.runtime.Batch;
import cutline.runtime.MemoryStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done, a store in a directory holds the same as one in memory. */
class RandomStoreTest {

  private static final List<String> WORDS =
      List.of("part ", "peer ", "A", "A.1.1", "A.1.10", " ", "é", "東", "\u0000", "\u007f", "1");

  @TempDir Path directory;

  private static String key(Random random) {
    StringBuilder key = new StringBuilder();
    for (int words = 1 + random.nextInt(3); words > 0; words--) {
      key.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return key.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isAsInMemory(long seed) throws Exception {
    Random random = new Random(seed);
    MemoryStore model = new MemoryStore();
    RocksDbStore store = Opening.quietly(directory);
    try {
      for (int commit = 0; commit < 200; commit++) {
        Batch batch = new Batch();
        for (int change = random.nextInt(8); change > 0; change--) {
          switch (random.nextInt(6)) {
            case 0 -> batch.deletePrefix(key(random));
            case 1 -> batch.delete(key(random));
            default -> batch.put(key(random), ("" + random.nextInt()).getBytes(UTF_8));
          }
        }
        store.commit(batch);
        model.commit(batch);
        if (random.nextInt(20) == 0) {
          store.close();
          store = Opening.quietly(directory);
        }
        for (String prefix : List.of("", key(random))) {
          assertThat(List.copyOf(Contents.of(store, prefix).entrySet()))
              .as("seed %d, commit %d, prefix '%s'", seed, commit, prefix)
              .isEqualTo(List.copyOf(Contents.of(model, prefix).entrySet()));
        }
      }
    } finally {
      store.close();
    }
  }
}
