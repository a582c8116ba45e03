package cutline.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.config.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the files are, they are a scenario or an error of one line. */
class ScenarioFuzzTest {

  private static final int ROUNDS = 1_500;

  private static final String[] PIECES = {
    "send",
    "snapshot",
    "tick",
    "#:",
    "#",
    "expect",
    "say",
    "\"",
    "break",
    "->",
    "+",
    ":",
    ",",
    "0",
    "-1",
    "99999999999999999999",
    "N1",
    "N2",
    " ",
    "\t",
    "\r",
    "\n",
    "\0",
    "\u2028",
    "\uFEFF",
    "é",
    "marker-overtakes",
    "total",
    "3"
  };

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedFiles(long seed) throws Exception {
    Random random = new Random(seed);
    String[] names = {"concurrent", "three-processes", "never-happened"};
    int runs = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String name = names[random.nextInt(names.length)];
      byte[] topology = example(name + ".top");
      byte[] events = example(name + ".events");
      byte[] delays = example(name + ".delays");
      switch (random.nextInt(4)) {
        case 0 -> topology = damaged(topology, random);
        case 1 -> events = damaged(events, random);
        case 2 -> delays = damaged(delays, random);
        default -> events = damaged(damaged(events, random), random);
      }
      runs += isRun(topology, events, delays) ? 1 : 0;
    }
    assertThat(runs).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomBytes(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThat(isRun(bytes, bytes, bytes)).isFalse();
      isRun(example("concurrent.top"), bytes, bytes);
    }
  }

  private static byte[] example(String name) throws Exception {
    return Files.readAllBytes(Path.of("../scenarios").resolve(name));
  }

  private boolean isRun(byte[] topology, byte[] events, byte[] delays) throws Exception {
    Path top = Files.write(directory.resolve("a.top"), topology);
    Path script = Files.write(directory.resolve("a.events"), events);
    Path delay = Files.write(directory.resolve("a.delays"), delays);
    try {
      ScenarioTopology parsed = ScenarioTopology.read(top);
      ScenarioRun run =
          ScenarioRun.of(
              "a", parsed, Script.read(script, parsed), Delays.read(delay), null, _ -> {});
      assertThat(run.log().events()).isNotNull();
      return true;
    } catch (ConfigurationException e) {
      assertThat(e).message().isNotBlank().doesNotContainPattern("\\R|\\p{Cc}|Exception");
      return false;
    }
  }

  /** Flips a bit, puts a piece in, cuts one out, doubles one, or cuts off the end. */
  private static byte[] damaged(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
    byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(5)) {
      case 0 -> {
        byte[] changed = bytes.clone();
        changed[from] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
      case 1 -> joined(bytes, from, piece, bytes, from);
      case 2 -> joined(bytes, from, new byte[0], bytes, to);
      case 3 -> joined(bytes, to, new byte[0], bytes, from);
      default -> joined(bytes, from, new byte[0], bytes, bytes.length);
    };
  }

  private static byte[] joined(byte[] head, int until, byte[] piece, byte[] tail, int from) {
    byte[] joined = new byte[until + piece.length + tail.length - from];
    System.arraycopy(head, 0, joined, 0, until);
    System.arraycopy(piece, 0, joined, until, piece.length);
    System.arraycopy(tail, from, joined, until + piece.length, tail.length - from);
    return joined;
  }
}
