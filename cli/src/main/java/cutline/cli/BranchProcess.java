package cutline.cli;

import java.io.BufferedReader;
import java.io.IOException;
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

  private static final Pattern LISTENING = Pattern.compile("\\S+ listening on (\\d+),.*");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private BranchProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts the branch on a free port, its state in memory.
   *
   * @throws IOException if there can be no process
   */
  public static BranchProcess start(String name) throws IOException {
    return start(name, 0, "--store", "memory");
  }

  /**
   * Starts the branch.
   *
   * @param port 0 for any free one
   * @param data the directory that keeps its state
   * @throws IOException if there can be no process
   */
  public static BranchProcess start(String name, int port, Path data) throws IOException {
    return start(name, port, "--data", data.toString());
  }

  private static BranchProcess start(String name, int port, String... store) throws IOException {
    List<String> command = new ArrayList<>(thisProgram());
    command.addAll(List.of("branch", name, "" + port, "--quiet", "--until-end-of-input"));
    command.addAll(List.of(store));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    BranchProcess branch = new BranchProcess(name, process);
    Thread.ofVirtual().start(branch::readLog);
    return branch;
  }

  /** This JVM again, with the flags that it has if it runs a jar, up to the program's arguments. */
  private static List<String> thisProgram() {
    ProcessHandle.Info self = ProcessHandle.current().info();
    String java = self.command().orElse("java");
    List<String> arguments = List.of(self.arguments().orElse(new String[0]));
    List<String> program = new ArrayList<>(List.of(java));
    program.addAll(arguments.subList(0, Math.max(0, arguments.indexOf("-jar"))));
    program.addAll(List.of("-cp", System.getProperty("java.class.path", ""), Main.class.getName()));
    return program;
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

  /** Whether the process is there. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Passes on its exit code once it has ended: more than 128 if a signal ended it. */
  void whenEnded(IntConsumer action) {
    var _ = process.onExit().thenAccept(ended -> action.accept(ended.exitValue()));
  }

  /** Ends the process with SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks the branch to end in order, and waits for nothing. */
  void requestEnd() {
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
