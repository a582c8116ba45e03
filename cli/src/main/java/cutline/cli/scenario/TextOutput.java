package cutline.cli.scenario;

import cutline.bank.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files that these commands write. */
public final class TextOutput {

  private TextOutput() {}

  /** Makes a directory, with those that it is in, unless it is there. */
  static void directory(Path directory) throws ConfigurationException {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new ConfigurationException(
          directory + ": is a file, and should be a directory; choose another name", e);
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  /** Writes a file, in place of one that may be there. */
  public static void write(Path file, String text) throws ConfigurationException {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static ConfigurationException failed(Path file, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException _ -> "its directory is not there";
          case AccessDeniedException _ -> "this user may not";
          default -> Files.isDirectory(file) ? "it is a directory" : e.getMessage();
        };
    return new ConfigurationException(file + ": cannot be written: " + why, e);
  }
}
