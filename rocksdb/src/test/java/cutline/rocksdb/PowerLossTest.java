package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/**
 * The power fails at random, and of what no sync has covered, some or all is lost: what was
 * acknowledged is there, and what is there is what some number of commits made.
 */
class PowerLossTest {

  private static final int STORES = 20;
  private static final int LOSSES = 50;
  private static final int COMMITS = 15;
  private static final int SECTOR = 512;
  private static final long SEED = Long.getLong("cutline.seed", 1);

  /**
   * The log when a commit had returned.
   *
   * @param synced how much of it is certain to be on the disk, as RocksDB counts its syncs
   */
  private record Moment(int size, int synced, int commits) {}

  @TempDir(factory = MemoryDisk.class)
  Path temp;

  private History history = new History();
  private final List<Moment> moments = new ArrayList<>();
  private Image image = new Image(Map.of());
  private String log = "";

  /** A life of a store that has had others before. */
  private void live(Path directory, Random random) throws Exception {
    history = new History();
    for (int life = random.nextInt(3); life > 0; life--) {
      try (RocksDbStore store = Opening.quietly(directory)) {
        commit(store, random);
      }
    }
    moments.clear();
    Statistics[] statistics = new Statistics[1];
    try (RocksDbStore store =
        RocksDbStore.open(
            directory,
            _ -> {},
            options -> {
              statistics[0] = new Statistics();
              options.setStatistics(statistics[0]);
            })) {
      log = Image.of(directory).names(".log").getLast();
      long syncs = statistics[0].getTickerCount(TickerType.WAL_FILE_SYNCED);
      int synced = 0;
      for (int commit = 0; commit < COMMITS; commit++) {
        commit(store, random);
        int size = Math.toIntExact(directory.resolve(log).toFile().length());
        long now = statistics[0].getTickerCount(TickerType.WAL_FILE_SYNCED);
        synced = now > syncs ? size : synced;
        syncs = now;
        moments.add(new Moment(size, synced, history.size()));
      }
      image = Image.of(directory);
    }
    statistics[0].close();
    assertThat(image.get(log)).hasSize(moments.getLast().size());
  }

  private void commit(RocksDbStore store, Random random) throws Exception {
    history.commit(store, random.nextInt(8) == 0 ? random.nextInt(60_000) : random.nextInt(300));
  }

  @Test
  void whatWasAcknowledgedIsThere() throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int each = 0; each < STORES; each++) {
      Random random = new Random(SEED * 1_000_003 + each);
      live(temp.resolve("store " + each), random);
      for (int loss = 0; loss < LOSSES; loss++) {
        // This commit had returned, and the next one was being written.
        int last = random.nextInt(COMMITS - 1);
        Moment before = moments.get(last);
        byte[] bytes = lose(image.get(log), before.synced(), moments.get(last + 1).size(), random);
        Path copy = image.with(log, _ -> bytes).writeTo(temp.resolve("copy"));
        forget(copy, random);
        Opening opening = Opening.of(copy);
        String what =
            "loss %d of store %d of seed %d, behind %d commits"
                .formatted(loss, each, SEED, before.commits());
        assertThat(opening.refusal()).as(what).isEmpty();
        assertThat(opening.contents())
            .as(what)
            .isIn(history.after(before.commits()), history.after(before.commits() + 1));
        boolean both = history.after(before.commits() + 1).equals(opening.contents());
        outcomes.merge(
            both ? "both" : opening.reports().isEmpty() ? "one" : "told", 1, Integer::sum);
      }
    }
    assertThat(outcomes.get("told")).as("%s", outcomes).isGreaterThan(STORES * LOSSES / 2);
    assertThat(outcomes.keySet()).containsExactly("both", "one", "told");
  }

  /** The file is cut, or has grown with sectors that were never written, at its end or anywhere. */
  private static byte[] lose(byte[] bytes, int synced, int size, Random random) {
    byte[] left = Arrays.copyOf(bytes, size);
    int from = synced + random.nextInt(size - synced + 1);
    switch (random.nextInt(3)) {
      case 0 -> {
        return Arrays.copyOf(left, from);
      }
      case 1 -> Arrays.fill(left, Math.max(synced, from / SECTOR * SECTOR), size, (byte) 0);
      default -> {
        for (int begin = synced; begin < size; begin = (begin / SECTOR + 1) * SECTOR) {
          if (random.nextBoolean()) {
            int end = Math.min((begin / SECTOR + 1) * SECTOR, size);
            Arrays.fill(left, begin, end, (byte) 0);
          }
        }
      }
    }
    return left;
  }

  /** Files that say what RocksDB did, and are never synced. */
  private static void forget(Path copy, Random random) throws Exception {
    Image left = Image.of(copy);
    for (String name : left.names("LOG")) {
      if (random.nextBoolean()) {
        left = left.without(name);
      }
    }
    left.writeTo(copy);
  }

  /** While a store is opened, its log becomes a table, and a new manifest names that. */
  @Test
  void anOpeningThatIsInterruptedIsRepeated() throws Exception {
    Random random = new Random(SEED);
    for (int each = 0; each < 10; each++) {
      Path directory = temp.resolve("store " + each);
      live(directory, random);
      Opening.of(directory);
      Image after = Image.of(directory);
      for (int loss = 0; loss < 10; loss++) {
        Map<String, byte[]> files = new TreeMap<>(after.files());
        boolean named = random.nextBoolean();
        files.replaceAll((name, bytes) -> {
          boolean isNew = !image.files().containsKey(name);
          return named || !isNew ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        });
        image
            .files()
            .forEach((name, bytes) -> {
              if (!named || !name.equals("CURRENT")) {
                files.put(name, bytes);
              }
            });
        Path copy = new Image(files).writeTo(temp.resolve("copy"));
        Opening opening = Opening.of(copy);
        assertThat(opening.contents())
            .as("loss %d of store %d of seed %d: %s", loss, each, SEED, opening.refusal())
            .isEqualTo(history.now());
      }
    }
  }
}
