package cutline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
   * Starts the branch.
   *
   * @throws IOException if there can be no process
   */
  public static BranchProcess start(String name) throws IOException {
    List<String> command = new ArrayList<>(thisProgram());
    command.addAll(
        List.of("branch", name, "0", "--store", "memory", "--quiet", "--until-end-of-input"));
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

  /** Lets the branch end in order, or ends it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
