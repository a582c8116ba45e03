package cutline.bank.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Small files of UTF-8 text that people write. */
public final class TextFile {

  private static final int MAX_BYTES = 1024 * 1024;

  private TextFile() {}

  /**
   * The text of a file of at most 1 MiB.
   *
   * @param kind what it is a file of, as in "branches"
   * @param content what stands in it, for who has none, as in "lines NAME HOST PORT"
   * @throws ConfigurationException if it cannot be read; the message begins with the file's name
   */
  public static String read(Path file, String kind, String content) throws ConfigurationException {
    try {
      if (Files.isDirectory(file)) {
        throw new ConfigurationException(file + ": is a directory, not a file of " + kind);
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      if (bytes.length > MAX_BYTES) {
        throw new ConfigurationException(file + ": is larger than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(file + ": no such file (it should have " + content + ")", e);
    } catch (AccessDeniedException e) {
      throw new ConfigurationException(file + ": may not be read by this user", e);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(file + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
