package cutline.cli.observe;

import cutline.bank.config.ConfigurationException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A log that is being written, line by line. */
public final class LogFile implements AutoCloseable {

  static final String STANDARD_OUTPUT = "-";

  private final String name;
  private final OutputStream out;

  LogFile(String name, OutputStream out) {
    this.name = name;
    this.out = new BufferedOutputStream(out);
  }

  /**
   * A new one, in place of one that may be there.
   *
   * @throws ConfigurationException if it cannot be written
   */
  public static LogFile create(Path file) throws ConfigurationException {
    try {
      return new LogFile(file.toString(), Files.newOutputStream(file));
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /**
   * One that is gone on with, behind what an earlier life of its writer may have cut off.
   *
   * @param file {@code -} for standard output
   * @throws ConfigurationException if it cannot be written
   */
  public static LogFile append(Path file) throws ConfigurationException {
    if (file.toString().equals(STANDARD_OUTPUT)) {
      return new LogFile("standard output", new FileOutputStream(FileDescriptor.out));
    }
    try {
      LogFile log =
          new LogFile(
              file.toString(),
              Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      if (Files.isRegularFile(file) && endsWithinALine(file)) {
        log.out.write('\n');
      }
      return log;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static boolean endsWithinALine(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() > 0
          && channel.read(last, channel.size() - 1) == 1
          && last.get(0) != '\n';
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

  /** How people call it. */
  public String name() {
    return name;
  }

  /** Adds a line, which may be kept until {@link #flush}. */
  public void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  /** Hands all lines over to the operating system. */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
