package cutline.bank.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the file is, it is a configuration or an error of one line. */
class ClientsFileFuzzTest {

  private static final int ROUNDS = 1_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedFiles(long seed) throws IOException {
    byte[] example = Files.readAllBytes(Path.of("../config.json"));
    Path file = directory.resolve("config.json");
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = example;
      for (int damages = random.nextInt(4); damages > 0; damages--) {
        bytes = damaged(bytes, random);
      }
      Files.write(file, bytes);
      read += isRead(file) ? 1 : 0;
    }
    assertThat(read).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  private static boolean isRead(Path file) {
    try {
      assertThat(ClientsFile.read(file).clients()).isNotEmpty();
      return true;
    } catch (ConfigurationException e) {
      assertThat(e)
          .message()
          .startsWith(file + ":")
          .doesNotContainPattern("\\R|\\p{Cc}|Source|jackson|Exception");
      return false;
    }
  }

  /** Flips a bit, writes another byte, cuts a piece out or doubles it, or cuts off the end. */
  private static byte[] damaged(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
    byte[] changed = bytes.clone();
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> changed[from] ^= (byte) (1 << random.nextInt(8));
      case 4, 5 -> changed[from] = (byte) "{}[]\",:-.e0 \\/\n".charAt(random.nextInt(15));
      case 6, 7 -> changed = joined(bytes, from, bytes, to);
      case 8 -> changed = joined(bytes, to, bytes, from);
      default -> changed = Arrays.copyOf(bytes, from);
    }
    return changed;
  }

  /** The one up to an index, and the other from an index on. */
  private static byte[] joined(byte[] head, int until, byte[] tail, int from) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(head, 0, until);
    joined.write(tail, from, tail.length - from);
    return joined.toByteArray();
  }
}
