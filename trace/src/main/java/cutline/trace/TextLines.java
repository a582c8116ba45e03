package cutline.trace;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file that anybody may have written. */
final class TextLines {

  private final String name;
  private final InputStream in;
  private int line;
  private boolean cutOff;

  TextLines(String name, InputStream in) {
    this.name = name;
    this.in = new BufferedInputStream(in, EventLogReader.MAX_LINE);
  }

  /** Reads something out of a stream. */
  interface Reading<T> {
    T from(InputStream in) throws EventLogException, IOException;
  }

  /**
   * Reads a file.
   *
   * @throws EventLogException if it cannot be read, or the reading says so
   */
  static <T> T read(Path file, Reading<T> reading) throws EventLogException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.isDirectory(file)) {
        throw new EventLogException(file + ": is a directory, not an event log");
      }
      return reading.from(in);
    } catch (NoSuchFileException e) {
      throw new EventLogException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new EventLogException(file + ": may not be read by this user", e);
    } catch (IOException e) {
      throw new EventLogException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The next line without its line break; null behind the last one. */
  @Nullable String next() throws EventLogException, IOException {
    line++;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next != '\n' && next >= 0; next = in.read()) {
      if (bytes.size() == EventLogReader.MAX_LINE) {
        throw new EventLogException(where() + "is longer than 64 KiB");
      }
      bytes.write(next);
    }
    cutOff = next < 0;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new EventLogException(where() + "is not UTF-8 text", e);
    }
  }

  /** Whether the last line had no line break. */
  boolean isCutOff() {
    return cutOff;
  }

  /** Where that line is, for messages. */
  String where() {
    return name + ":" + line + ": ";
  }
}
