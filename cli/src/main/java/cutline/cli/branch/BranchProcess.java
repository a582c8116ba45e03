package cutline.cli.branch;

import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.command.Protocol;
import cutline.cli.command.ThisProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A branch as a child process on a free port. It ends when its standard input does, so it never
 * outlives the process that started it.
 */
public final class BranchProcess implements AutoCloseable {

  private static final Pattern LISTENING =
      Pattern.compile("\\S+ listening on (\\d+)(?: \\(UDP\\))?,.*");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CompletableFuture<String> lastLine = new CompletableFuture<>();

  private BranchProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts the branch on a free port, its state in memory.
   *
   * @throws IOException if there can be no process
   */
  public static BranchProcess start(String name, Protocol protocol) throws IOException {
    return start(name, 0, protocol, "--store", "memory");
  }

  /**
   * Starts the branch.
   *
   * @param port 0 for any free one
   * @param data the directory that keeps its state
   * @throws IOException if there can be no process
   */
  public static BranchProcess start(String name, int port, Protocol protocol, Path data)
      throws IOException {
    return start(name, port, protocol, "--data", data.toString());
  }

  /**
   * Starts the branch, which writes what it does to {@link #observations}.
   *
   * @param port 0 for any free one
   * @param data the directory that keeps its state
   * @throws IOException if there can be no process
   */
  public static BranchProcess startObserved(String name, int port, Protocol protocol, Path data)
      throws IOException {
    return start(
        name,
        port,
        protocol,
        List.of("--data", data.toString(), "--log", "-"),
        ProcessBuilder.Redirect.PIPE);
  }

  /**
   * Starts the branch on a free port, with a ledger for an audit.
   *
   * @param data the directory that keeps its state
   * @throws IOException if there can be no process
   */
  public static BranchProcess startAudited(String name, Protocol protocol, Path data)
      throws IOException {
    return start(
        name,
        0,
        protocol,
        List.of("--ledger", "--data", data.toString()),
        ProcessBuilder.Redirect.DISCARD);
  }

  private static BranchProcess start(String name, int port, Protocol protocol, String... store)
      throws IOException {
    return start(name, port, protocol, List.of(store), ProcessBuilder.Redirect.DISCARD);
  }

  private static BranchProcess start(
      String name,
      int port,
      Protocol protocol,
      List<String> options,
      ProcessBuilder.Redirect output)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("branch", name, "" + port, "--quiet", "--until-end-of-input"));
    arguments.addAll(List.of("--transport", protocol.word()));
    arguments.addAll(options);
    Process process =
        new ProcessBuilder(ThisProgram.command(arguments)).redirectOutput(output).start();
    BranchProcess branch = new BranchProcess(name, process);
    Thread.ofVirtual().start(branch::readLog);
    return branch;
  }

  private void readLog() {
    String last = "it said nothing";
    try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        Matcher listening = LISTENING.matcher(line);
        if (listening.matches()) {
          port.complete(Integer.parseInt(listening.group(1)));
        }
        last = line;
      }
    } catch (IOException e) {
      last = String.valueOf(e.getMessage());
    }
    lastLine.complete(last);
    port.completeExceptionally(
        new CommandException(ExitCode.NETWORK, "branch %s ended: %s".formatted(name, last)));
  }

  /** The branch's name. */
  public String name() {
    return name;
  }

  /**
   * The port that the branch listens on, once it does.
   *
   * @throws CommandException if it has ended, or does not listen in time
   */
  public int awaitPort(Duration timeout) throws CommandException, InterruptedException {
    try {
      return port.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CommandException known
          ? known
          : new CommandException(ExitCode.NETWORK, "branch " + name + ": " + e.getCause());
    } catch (TimeoutException e) {
      throw new CommandException(
          ExitCode.NETWORK, "branch %s did not start within %s".formatted(name, timeout));
    }
  }

  /** What the process writes about itself, until it ends. */
  public InputStream observations() {
    return process.getInputStream();
  }

  /** Whether the process is there. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Passes on its exit code once it has ended: more than 128 if a signal ended it. */
  public void whenEnded(IntConsumer action) {
    var _ = process.onExit().thenAccept(ended -> action.accept(ended.exitValue()));
  }

  /** The last line of its log, once it has ended. */
  public CompletableFuture<String> lastLine() {
    return lastLine;
  }

  /** Stops the process with SIGSTOP, and lets it go on after a while; returns then. */
  public void freeze(Duration time) throws IOException, InterruptedException {
    // A process of its own, so that the branch goes on even if this one is killed meanwhile.
    String script =
        "trap '' INT; kill -STOP %1$d && sleep %2$d.%3$03d; kill -CONT %1$d"
            .formatted(process.pid(), time.toSeconds(), time.toMillisPart());
    new ProcessBuilder("sh", "-c", script)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Ends the process with SIGKILL, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks the branch to end in order, and waits for nothing. */
  public void requestEnd() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  /** Lets the branch end in order, or ends it. */
  @Override
  public void close() {
    requestEnd();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
