package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.rocksdb.LogFile.End;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bits flip at random, files are cut, exchanged, or come from another directory or from earlier
 * times: the directory is opened with all that was in it, or refused by a line that names it.
 *
 * <p>What cannot be seen in one directory is that its log, or all of it, is of earlier times: the
 * end is missing from a commit's end on. The other processes see that. A log that ends in the
 * middle of a commit is opened with what is before, which is reported.
 */
class RandomDamageTest {

  private static final int TRIALS = 400;
  private static final long SEED = Long.getLong("cutline.seed", 1);

  private static final Pattern NAMES_A_FILE = Pattern.compile("/copy/[A-Z0-9]|cutline\\.store/\\d");

  /** What happens to a file. */
  enum Kind {
    FLIPPED,
    CUT,
    EXCHANGED,
    OF_ANOTHER_DIRECTORY,
    OF_EARLIER_TIMES
  }

  /** A directory as a kill would have left it, after some commits, the first of them in tables. */
  private record Moment(Image image, int inTables, int commits) {}

  private record Damage(String what, String file, Moment moment, Image image) {}

  @TempDir(factory = MemoryDisk.class)
  Path temp;

  private final History history = new History("ours");
  private List<Moment> ours = List.of();
  private List<Moment> others = List.of();

  @BeforeEach
  void write() throws Exception {
    ours = lives("A", history, 1);
    others = lives("B", new History("theirs"), 2);
  }

  /** Several lives with some commits each, and one without any. */
  private List<Moment> lives(String name, History history, long seed) throws Exception {
    Random random = new Random(seed);
    Path directory = temp.resolve(name);
    List<Moment> moments = new ArrayList<>();
    for (int life = 0; life < 6; life++) {
      int before = history.size();
      try (RocksDbStore store = Opening.quietly(directory)) {
        moments.add(new Moment(Image.of(directory), before, history.size()));
        for (int commit = life == 3 ? 0 : 12; commit > 0; commit--) {
          history.commit(store, random.nextInt(20) == 0 ? 40_000 : random.nextInt(200));
          if (commit % 4 == 1) {
            moments.add(new Moment(Image.of(directory), before, history.size()));
          }
        }
      }
    }
    return moments;
  }

  @ParameterizedTest
  @EnumSource
  void isSeenOrDoesNoHarm(Kind kind) throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      Random random = new Random(SEED * 1_000_003 + trial);
      Damage damage = damage(kind, any(ours, random), random);
      Opening opening = Opening.of(damage.image().writeTo(temp.resolve("copy")));
      String outcome = judge(kind, damage, opening);
      assertThat(outcome)
          .as("trial %d of seed %d: %s: %s", trial, SEED, damage.what(), opening.reports())
          .doesNotStartWith("wrong");
      outcomes.merge(outcome, 1, Integer::sum);
    }
    assertThat(outcomes.get("refused")).as("%s", outcomes).isGreaterThan(TRIALS / 10);
    assertThat(outcomes.get("opened with all")).as("%s", outcomes).isGreaterThan(TRIALS / 10);
  }

  private Damage damage(Kind kind, Moment moment, Random random) {
    Image image = moment.image();
    String file =
        any(image.files().keySet().stream().filter(f -> size(image, f) > 0).toList(), random);
    byte[] bytes = image.get(file);
    return switch (kind) {
      case FLIPPED -> {
        int bit = random.nextInt(8 * bytes.length);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        yield new Damage("bit " + bit + " of " + file, file, moment, image.with(file, _ -> bytes));
      }
      case CUT -> {
        int length = random.nextInt(bytes.length);
        yield new Damage(
            "%s cut to %d of %d bytes".formatted(file, length, bytes.length),
            file,
            moment,
            image.with(file, _ -> Arrays.copyOf(bytes, length)));
      }
      case EXCHANGED -> {
        String other = any(List.copyOf(image.files().keySet()), random);
        yield new Damage(
            file + " exchanged with " + other,
            file,
            moment,
            image.with(file, _ -> image.get(other)).with(other, _ -> bytes));
      }
      case OF_ANOTHER_DIRECTORY -> replaced(file, moment, any(others, random), random);
      case OF_EARLIER_TIMES ->
          replaced(file, moment, any(ours.subList(0, ours.indexOf(moment) + 1), random), random);
    };
  }

  /** With the same file of another image, or another one of its kind. */
  private static Damage replaced(String file, Moment moment, Moment from, Random random) {
    List<String> there = List.copyOf(from.image().files().keySet());
    List<String> alike = there.stream().filter(f -> kind(f).equals(kind(file))).toList();
    String source = there.contains(file) ? file : any(alike.isEmpty() ? there : alike, random);
    return new Damage(
        "%s is %s of a directory after %d commits".formatted(file, source, from.commits()),
        file,
        moment,
        moment.image().with(file, _ -> from.image().get(source)));
  }

  private static String kind(String file) {
    return file.replaceAll("\\d", "");
  }

  private static int size(Image image, String file) {
    return image.get(file).length;
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private String judge(Kind kind, Damage damage, Opening opening) throws Exception {
    if (!opening.refusal().isEmpty()) {
      return NAMES_A_FILE.matcher(opening.refusal()).find()
          ? "refused"
          : "wrong: it does not say what is wrong: " + opening.refusal();
    }
    Moment moment = damage.moment();
    if (history.after(moment.commits()).equals(opening.contents())) {
      return "opened with all";
    }
    int commits = moment.commits() - 1;
    while (commits >= moment.inTables() && !history.after(commits).equals(opening.contents())) {
      commits--;
    }
    if (commits < moment.inTables() || !damage.file().endsWith(".log")) {
      return "wrong: opened with something else";
    }
    boolean endsWithACommit =
        LogFile.read(damage.image().get(damage.file()), (_, _) -> {}).end() == End.CLEAN;
    return switch (kind) {
      case CUT ->
          opening.reports().size() == (endsWithACommit ? 0 : 1)
              ? "opened with less, as reported"
              : "wrong: not reported";
      case FLIPPED ->
          opening.reports().size() == 1 && commits == moment.commits() - 1
              ? "opened with less, as reported"
              : "wrong: more than the last commit is gone";
      default ->
          endsWithACommit
              ? "opened with less"
              : "wrong: something else was taken for a commit cut off";
    };
  }
}
