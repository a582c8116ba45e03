package cutline.cli.bench;

import cutline.cli.command.Protocol;
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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * A JVM of its own that does what it is told on standard input, as {@link HostCommand} does. It
 * ends with this one.
 */
final class HostProcess implements AutoCloseable {

  /** In place of a line: there are no more. */
  private static final String ENDED = "";

  private final Process process;

  /** Read by a thread of its own: who waits for an answer can be interrupted. */
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(1_024);

  private final PrintWriter commands;
  private boolean isBusy;

  /** Starts it; the arguments are those of {@link HostCommand}. */
  HostProcess(HostCommand.Kind kind, List<String> arguments) throws IOException {
    this(List.of(), kind, arguments);
  }

  /** Starts one of branches that share a JVM. */
  static HostProcess branches(Protocol protocol, List<String> names) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(protocol.name()));
    arguments.addAll(names);
    return new HostProcess(HostCommand.Kind.BRANCHES, arguments);
  }

  /** The same, with more options of the JVM. */
  HostProcess(List<String> options, HostCommand.Kind kind, List<String> arguments)
      throws IOException {
    this(hosted(options, kind, arguments));
  }

  private static List<String> hosted(
      List<String> options, HostCommand.Kind kind, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("bench-host", kind.name()));
    all.addAll(arguments);
    List<String> command = new ArrayList<>(ThisProgram.command(all));
    command.addAll(1, options);
    return command;
  }

  /** Starts another program that answers as {@link Hosted} says. */
  HostProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    Thread.ofPlatform().name("answers").daemon().start(this::read);
  }

  private void read() {
    try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(Hosted.SAYS)) {
          lines.put(line);
        } else {
          // Of the JVM itself.
          System.err.println(line);
        }
      }
      lines.put(ENDED);
    } catch (IOException e) {
      boolean _ = lines.offer(ENDED);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts it", e);
    }
  }

  /** Has it done, and waits for that; what it can do is said by what it hosts. */
  Report ask(String command) throws IOException, InterruptedException {
    tell(command);
    return answer();
  }

  /** Has it begun; {@link #answer} waits for it. */
  void tell(String command) {
    isBusy = true;
    commands.println(command);
  }

  /** What it says, up to the end of an answer. */
  Report answer() throws IOException, InterruptedException {
    Map<String, String> said = new TreeMap<>();
    for (String line = lines.take(); !line.equals(Hosted.END); line = lines.take()) {
      int space = line.indexOf(' ');
      if (space < 0) {
        lines.add(ENDED);
        throw new IOException("a process of the measurement has ended");
      }
      said.put(line.substring(Hosted.SAYS.length(), space), line.substring(space + 1));
    }
    isBusy = false;
    return new Report(said);
  }

  /** Tells it something, and waits for its end. */
  void end(String command) throws InterruptedException {
    tell(command);
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

  /** Ends it in order, or at once if it is at work; then it is gone. */
  @Override
  public void close() {
    commands.close();
    try {
      if (isBusy || !process.waitFor(10, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
