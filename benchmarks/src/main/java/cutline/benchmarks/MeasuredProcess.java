package cutline.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A {@link MeasuredBranch} in a JVM of its own. It ends with this one. */
final class MeasuredProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter commands;

  /**
   * @param arguments name, directory, the ports of A and B, how many accounts, and the mean time
   *     between two transfers in nanoseconds
   */
  MeasuredProcess(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            // As the command `cutline` has it.
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
            "-cp",
            System.getProperty("java.class.path", ""),
            MeasuredBranch.class.getName()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /**
   * Has it done, and waits for that.
   *
   * @param command {@code part}: has received a transfer; {@code reset}: forgets what it has
   *     measured; {@code snapshots N}: takes as many; {@code copied}: has no accounts to copy for a
   *     snapshot any more; {@code steps N}: has done so many without copying; {@code report}: gives
   *     what it has measured
   */
  Report ask(String command) throws IOException {
    commands.println(command);
    Map<String, String> said = new TreeMap<>();
    for (String line = answers.readLine(); !".".equals(line); line = answers.readLine()) {
      if (line == null) {
        throw new IOException("a branch has ended while it was to " + command);
      }
      int space = line.indexOf(' ');
      said.put(line.substring(0, space), line.substring(space + 1));
    }
    return new Report(said);
  }

  /** Has it take a snapshot and end as if killed when so many pages are copied. */
  void dieCopying(int pages) throws InterruptedException {
    commands.println("die " + pages);
    process.waitFor();
  }

  /** Ends it at once. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What it says, by name. */
  record Report(Map<String, String> said) {

    long number(String name) {
      return Long.parseLong(text(name));
    }

    /** Adds a histogram to another one. */
    void add(String name, Histogram to) throws DataFormatException {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text(name)));
      to.add(Histogram.decodeFromCompressedByteBuffer(bytes, 0));
    }

    private String text(String name) {
      return Objects.requireNonNull(said.get(name), name);
    }
  }

  /** Ends it in order. */
  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
