package cutline.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.config.ConfigurationException;
import cutline.simulation.Faults;
import cutline.simulation.Mutation;
import cutline.simulation.Outcome;
import cutline.simulation.Search;
import cutline.simulation.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the file is, it is a world in which no law is broken, or an error of one line. */
class WorldFuzzTest {

  private static final int ROUNDS = 1_500;

  private static final String[] PIECES = {
    "at",
    "send",
    "snapshot",
    "crash",
    "until",
    "process",
    "channel",
    "expect",
    "break",
    "\"",
    "#",
    "->",
    "A",
    "B",
    "0",
    "1",
    "-1",
    "9",
    "99999999999999999999",
    "ms",
    "s",
    ".",
    " ",
    "\t",
    "\r",
    "\n",
    "\0",
    "\u2028",
    "\uFEFF",
    "é",
    "\nat 1ms join A\n",
    "\ndelay 1s\n"
  };

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedFiles(long seed) throws Exception {
    Random random = new Random(seed);
    Search search = new Search(Faults.ALL, null, () -> Mutation.NONE);
    int runs = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String whole =
          WorldFile.text(search.plan(1 + random.nextInt(100)), null, null, List.of("a comment"));
      byte[] world = whole.getBytes(StandardCharsets.UTF_8);
      for (int damage = random.nextInt(3); damage >= 0; damage--) {
        world = damaged(world, random);
      }
      runs += isRun(world) ? 1 : 0;
    }
    assertThat(runs).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomBytes(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      assertThat(isRun(bytes)).isFalse();
    }
  }

  private boolean isRun(byte[] bytes) throws Exception {
    Path file = Files.write(directory.resolve("a.world"), bytes);
    WorldFile world;
    try {
      world = WorldFile.read(file);
    } catch (ConfigurationException e) {
      assertThat(e)
          .message()
          .isNotBlank()
          .doesNotContainPattern("\\R|\\p{Cc}|Exception")
          .hasSizeLessThan(700);
      return false;
    }
    Outcome outcome = World.run(world.plan(), Mutation.NONE, null);
    assertThat(outcome.violation()).as(() -> new String(bytes, StandardCharsets.UTF_8)).isNull();
    return true;
  }

  /** Flips a bit, puts a piece in, cuts one out, doubles one, or cuts off the end. */
  private static byte[] damaged(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
    byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(9)) {
      case 0 -> {
        byte[] changed = bytes.clone();
        changed[from] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
      case 1 -> joined(bytes, from, piece, bytes, from);
      case 2 -> joined(bytes, from, new byte[0], bytes, to);
      case 3 -> joined(bytes, to, new byte[0], bytes, from);
      case 4 -> joined(bytes, from, new byte[0], bytes, bytes.length);
      default -> digit(bytes, from, random);
    };
  }

  /** As a person edits a file: another digit in place of the next one. */
  private static byte[] digit(byte[] bytes, int from, Random random) {
    byte[] changed = bytes.clone();
    for (int at = from; at < changed.length; at++) {
      if (Character.isDigit(changed[at])) {
        changed[at] = (byte) ('0' + random.nextInt(10));
        return changed;
      }
    }
    return changed;
  }

  private static byte[] joined(byte[] head, int until, byte[] piece, byte[] tail, int from) {
    byte[] joined = new byte[until + piece.length + tail.length - from];
    System.arraycopy(head, 0, joined, 0, until);
    System.arraycopy(piece, 0, joined, until, piece.length);
    System.arraycopy(tail, from, joined, until + piece.length, tail.length - from);
    return joined;
  }
}
