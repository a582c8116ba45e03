package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not as it was written is never taken for the whole truth. */
class DamageTest {

  private static final int COMMITS = 120;

  @TempDir(factory = MemoryDisk.class)
  Path temp;

  private final Random random = new Random(1);
  private final History history = new History();
  private Image image = new Image(Map.of());
  private String log = "";

  /** Where the last commit begins in the log. */
  private int lastCommit;

  /** A directory with tables, a manifest and a log of several blocks. */
  @BeforeEach
  void write() throws Exception {
    Path directory = temp.resolve("original");
    for (int life = 0; life < 2; life++) {
      try (RocksDbStore store = Opening.quietly(directory)) {
        for (int i = 0; i < 10; i++) {
          history.commit(store, 300);
        }
      }
    }
    try (RocksDbStore store = Opening.quietly(directory)) {
      for (int i = 0; i < COMMITS; i++) {
        history.commit(store, i % 30 == 10 ? 10_000 : i);
      }
      log = only(Image.of(directory), ".log");
      lastCommit = Image.of(directory).get(log).length;
      history.commit(store, 50);
      image = Image.of(directory);
    }
    assertThat(image.get(log).length).isGreaterThan(32 * 1024);
  }

  private static String only(Image image, String part) {
    assertThat(image.names(part)).hasSize(1);
    return image.names(part).getFirst();
  }

  private Opening open(Image damaged) throws IOException {
    return Opening.of(damaged.writeTo(temp.resolve("copy")));
  }

  private Opening openWithFlip(String file, int position, int bit) throws IOException {
    return open(
        image.with(
            file,
            bytes -> {
              bytes[position] ^= (byte) (1 << bit);
              return bytes;
            }));
  }

  private void assertAllOrRefused(Opening opening, String what) {
    if (opening.refusal().isEmpty()) {
      assertThat(opening.contents()).as(what).isEqualTo(history.now());
      assertThat(opening.reports()).as(what).isEmpty();
    } else {
      assertThat(opening.refusal()).as(what).contains(temp.toString());
    }
  }

  /** The header of every record, where RocksDB itself takes some flips for the end of the log. */
  @Test
  void aFlipInTheLogIsRefused() throws Exception {
    byte[] bytes = image.get(log);
    int refused = 0;
    int header = 0;
    for (int position = 0; position < lastCommit; position++) {
      boolean inHeader = position >= header && position < header + 7;
      if (position == header + 7) {
        int length =
            Byte.toUnsignedInt(bytes[header + 4]) | Byte.toUnsignedInt(bytes[header + 5]) << 8;
        header += 7 + length;
      }
      if (inHeader ? position % 3 != 0 : random.nextInt(300) != 0) {
        continue;
      }
      Opening opening = openWithFlip(log, position, random.nextInt(8));
      assertThat(opening.refusal())
          .as("flip at %d", position)
          .matches(
              ".*/"
                  + log
                  + " is corrupt at offset \\d+, so the store was not opened; check the disk.*");
      refused++;
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void aFlipInTheLastCommitCostsThatOneAtMost() throws Exception {
    int reported = 0;
    for (int position = lastCommit; position < image.get(log).length; position++) {
      Opening opening = openWithFlip(log, position, random.nextInt(8));
      if (opening.refusal().isEmpty()) {
        assertThat(opening.contents()).as("flip at %d", position).isEqualTo(history.beforeLast());
        assertThat(opening.reports()).as("flip at %d", position).hasSize(1);
        reported++;
      }
    }
    assertThat(reported).as("flips that look like an unfinished commit").isLessThan(20);
  }

  @Test
  void zerosInTheLogAreRefused() throws Exception {
    for (int from = 0; from + 512 < lastCommit; from += 1_536) {
      int begin = from;
      Opening opening =
          open(image.with(log, bytes -> TornLogTest.zeros(bytes, begin, begin + 512)));
      assertThat(opening.refusal()).as("zeros at %d", begin).contains("is corrupt at offset");
    }
  }

  /** RocksDB alone skips such a record, and opens. */
  @Test
  void aRecordOfZerosIsRefused() throws Exception {
    int first = 7 + Byte.toUnsignedInt(image.get(log)[4]);
    Opening opening = open(image.with(log, bytes -> TornLogTest.zeros(bytes, 0, first)));
    assertThat(opening.refusal()).contains(log + " is corrupt at offset 0");
  }

  @Test
  void aLogThatIsCutShortBeforeAnotherOneIsRefused() throws Exception {
    String later = "%06d.log".formatted(Integer.parseInt(log.substring(0, 6)) + 50);
    Map<String, byte[]> files = new TreeMap<>(image.files());
    files.put(later, image.get(log));
    files.put(log, Arrays.copyOf(image.get(log), lastCommit + 5));
    assertThat(open(new Image(files)).refusal())
        .contains(log + " is corrupt at offset " + lastCommit);
  }

  @Test
  void aFlipInATableIsRefused() throws Exception {
    List<String> tables = image.names(".sst");
    assertThat(tables).isNotEmpty();
    int refused = 0;
    for (String table : tables) {
      int size = image.get(table).length;
      for (int position = random.nextInt(20); position < size; position += 1 + random.nextInt(40)) {
        Opening opening = openWithFlip(table, position, random.nextInt(8));
        assertAllOrRefused(opening, "flip at %d of %s".formatted(position, table));
        refused += opening.refusal().isEmpty() ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void aFlipInTheManifestIsRefused() throws Exception {
    String manifest = only(image, "MANIFEST");
    for (int position = 0; position < image.get(manifest).length; position++) {
      Opening opening = openWithFlip(manifest, position, random.nextInt(8));
      assertThat(opening.refusal())
          .as("flip at %d", position)
          .contains(manifest + " is corrupt at");
    }
  }

  @Test
  void aFlipInCurrentOrInTheFormatIsRefused() throws Exception {
    for (String file : List.of("CURRENT", "CUTLINE")) {
      for (int bit = 0; bit < 8 * image.get(file).length; bit++) {
        Opening opening = openWithFlip(file, bit / 8, bit % 8);
        assertThat(opening.refusal()).as("bit %d of %s", bit, file).contains(temp.toString());
      }
    }
  }

  @Test
  void whatIsCutShortIsRefused() throws Exception {
    for (String file : List.of("CURRENT", "CUTLINE", image.names(".sst").getFirst())) {
      int size = image.get(file).length;
      for (int length = 0; length < size; length += 1 + size / 20) {
        int cut = length;
        Opening opening = open(image.with(file, bytes -> Arrays.copyOf(bytes, cut)));
        assertThat(opening.refusal()).as("%s of %d bytes", file, cut).contains(temp.toString());
      }
    }
  }

  @Test
  void whatIsMissingIsRefused() throws Exception {
    for (String file :
        List.of(log, "CURRENT", only(image, "MANIFEST"), image.names(".sst").getFirst())) {
      assertThat(open(image.without(file)).refusal())
          .as("without %s", file)
          .contains(temp.toString());
    }
    Image withoutTables = image.without(log).without("CURRENT");
    for (String table : image.names(".sst")) {
      withoutTables = withoutTables.without(table);
    }
    assertThat(open(withoutTables).refusal()).contains("CURRENT is missing");
  }

  /** A file may have grown before a power cut, without anything having been written there. */
  @Test
  void zerosBehindTheEndDoNoHarm() throws Exception {
    String manifest = only(image, "MANIFEST");
    for (String file : List.of(log, manifest)) {
      for (int more : new int[] {1, 7, 100, 40_000}) {
        Opening opening =
            open(image.with(file, bytes -> Arrays.copyOf(bytes, bytes.length + more)));
        assertThat(opening.contents()).as(opening.refusal()).isEqualTo(history.now());
        assertThat(opening.reports()).hasSize(file.equals(log) ? 1 : 0);
      }
    }
  }

  @Test
  void nothingOfThatIsDueToTheCopying() throws Exception {
    assertThat(open(image)).isEqualTo(new Opening(history.now(), List.of(), ""));
  }
}
