package cutline.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** A terminal of a given size with a program in it: types keys, and reads what is on the screen. */
public final class Tmux implements AutoCloseable {

  /** To look at the screen takes a process. */
  private static final Duration POLL = Duration.ofMillis(50);

  /** A server of its own, so that no tmux of the user has to do with it. */
  private final String server = "cutline-" + UUID.randomUUID();

  private Tmux() {}

  /** Starts a program; without tmux on this machine, the test is skipped. */
  public static Tmux start(
      int columns, int rows, Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    assumeTrue(isInstalled(), "tmux is not installed");
    Tmux tmux = new Tmux();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-f", "/dev/null", "new-session", "-d"));
    arguments.addAll(List.of("-x", "" + columns, "-y", "" + rows, "-c", directory.toString()));
    environment.forEach((name, value) -> arguments.addAll(List.of("-e", name + "=" + value)));
    // The screen stays when the program has ended, and says how it did; Ctrl-C is for it alone.
    arguments.add(
        "sh -c 'trap : INT; \"$@\"; echo \"(exit $?)\"; sleep 600' sh "
            + String.join(" ", command.stream().map(Tmux::quoted).toList()));
    tmux.run(arguments);
    return tmux;
  }

  private static String quoted(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Types keys: {@code "s"}, {@code "Enter"}, {@code "Up"}, {@code "C-c"}, {@code "Escape"}. */
  public Tmux keys(String... keys) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("send-keys"));
    arguments.addAll(List.of(keys));
    run(arguments);
    return this;
  }

  /** Types text as it stands, and Enter. */
  public Tmux line(String text) throws IOException, InterruptedException {
    run(List.of("send-keys", "-l", text));
    return keys("Enter");
  }

  public Tmux resize(int columns, int rows) throws IOException, InterruptedException {
    run(List.of("resize-window", "-x", "" + columns, "-y", "" + rows));
    return this;
  }

  /** What is on the screen now, without blanks at the ends of lines. */
  public List<String> screen() throws IOException, InterruptedException {
    return run(List.of("capture-pane", "-p")).lines().toList();
  }

  /** What is on the screen, with colours. */
  public String styled() throws IOException, InterruptedException {
    return run(List.of("capture-pane", "-p", "-e"));
  }

  /** The program that runs in it. */
  public ProcessHandle program() throws IOException, InterruptedException {
    return programs().stream()
        .filter(each -> each.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow();
  }

  /** What runs in it and what that has started. */
  private List<ProcessHandle> programs() throws IOException, InterruptedException {
    long shell = Long.parseLong(run(List.of("display-message", "-p", "#{pane_pid}")).strip());
    return ProcessHandle.of(shell).stream().flatMap(ProcessHandle::descendants).toList();
  }

  /** What is on the screen and what has left it at the top. */
  public List<String> history() throws IOException, InterruptedException {
    return run(List.of("capture-pane", "-p", "-S", "-5000")).lines().toList();
  }

  /** Waits until the screen is as wanted, and gives it. */
  public List<String> await(Predicate<List<String>> wanted)
      throws IOException, InterruptedException {
    try {
      patiently().until(() -> wanted.test(screen()));
    } catch (ConditionTimeoutException e) {
      assertThat(wanted.test(screen())).as("the screen %s", screen()).isTrue();
    }
    return screen();
  }

  /** Waits until a line, or a part of it, on the screen matches. */
  public List<String> awaitLine(String regex) throws IOException, InterruptedException {
    Predicate<String> line = java.util.regex.Pattern.compile(regex).asPredicate();
    try {
      patiently().until(() -> screen().stream().anyMatch(line));
    } catch (ConditionTimeoutException e) {
      assertThat(screen()).as("the screen has a line " + regex).anyMatch(line);
    }
    return screen();
  }

  private static ConditionFactory patiently() {
    return Awaitility.await()
        .atMost(SocketBank.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL);
  }

  private String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", server));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said;
  }

  /** Ends the terminal and what runs in it. */
  @Override
  public void close() throws IOException {
    try {
      List<ProcessHandle> programs = programs();
      new ProcessBuilder("tmux", "-L", server, "kill-server").start().waitFor();
      Processes.end(programs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
