package cutline.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import java.util.Optional;

/** Bytes as texts, and what is demanded of texts for people. */
public final class Texts {

  /** More than any sentence needs, however long the names in it are. */
  private static final int LONGEST = 5_000;

  private Texts() {}

  /** The text that the bytes are; empty if they are none in UTF-8, of which readers take care. */
  public static Optional<String> of(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A file that users have, too. */
  public static byte[] example(String name) {
    try (InputStream in =
        Objects.requireNonNull(Texts.class.getResourceAsStream("/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A refusal is one line, which fills no terminal. */
  public static void requireLine(Exception refusal) {
    requireLine(String.valueOf(refusal.getMessage()));
  }

  /** The same of a sentence. */
  public static void requireLine(String sentence) {
    assertThat(sentence).isNotBlank().hasSizeLessThan(LONGEST).doesNotContainPattern("\\R|\\p{Cc}");
  }
}
