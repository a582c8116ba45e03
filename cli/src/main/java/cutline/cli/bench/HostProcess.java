package cutline.cli.bench;

import cutline.cli.command.ThisProgram;
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

/** A JVM of its own in which {@link HostCommand} does what it is told. It ends with this one. */
final class HostProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter commands;

  /** Starts it; the arguments are those of {@link HostCommand}. */
  HostProcess(HostCommand.Kind kind, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("bench-host", kind.name()));
    all.addAll(arguments);
    process =
        new ProcessBuilder(ThisProgram.command(all))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Has it done, and waits for that; what it can do is said by what it hosts. */
  Report ask(String command) throws IOException {
    commands.println(command);
    return answer();
  }

  /** What it says, up to the end of an answer. */
  private Report answer() throws IOException {
    Map<String, String> said = new TreeMap<>();
    for (String line = answers.readLine(); !Hosted.END.equals(line); line = answers.readLine()) {
      if (line == null) {
        throw new IOException("a process of the measurement has ended");
      }
      int space = line.indexOf(' ');
      if (line.startsWith(Hosted.SAYS) && space > 0) {
        said.put(line.substring(Hosted.SAYS.length(), space), line.substring(space + 1));
      } else {
        // Of the JVM itself.
        System.err.println(line);
      }
    }
    return new Report(said);
  }

  /** Tells it something, and waits for its end. */
  void end(String command) throws InterruptedException {
    commands.println(command);
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
