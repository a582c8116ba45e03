package cutline.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The program {@code cutline} as a process, its two streams in files. */
public final class Program implements AutoCloseable {

  private static final Pattern LISTENING =
      Pattern.compile("\\S+ listening on (\\d+)(?: \\(UDP\\))?,.*");

  private static final Duration POLL = Duration.ofMillis(20);

  /** A quick start counts for more than speed later. */
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC");

  private static final List<String> CACHE = StartUpCache.of(ClassPathJar.file(), JAVA);

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  public static Program start(Path directory, String... arguments) throws IOException {
    return start(directory, Map.of(), command(arguments));
  }

  public static Program start(Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("CUTLINE_RUNTIME_DIR", runtime(directory).toString());
    builder.environment().putAll(environment);
    return new Program(builder.start(), out, err);
  }

  /** Where programs that were started in a directory find each other's banks. */
  public static Path runtime(Path directory) {
    return directory.resolve("runtime");
  }

  /** Started from a jar, it starts its branches with the flags that it has itself. */
  public static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(JAVA);
    command.addAll(CACHE);
    command.addAll(List.of("-jar", ClassPathJar.file().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Without a cache, as of a program that nobody has started before. */
  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(JAVA);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  public Process process() {
    return process;
  }

  public List<String> out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8).lines().toList();
  }

  /** Without the progress, which depends on how fast things are. */
  public List<String> err() throws IOException {
    return allErr().stream().filter(line -> !line.startsWith("waiting for ")).toList();
  }

  private List<String> allErr() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8).lines().toList();
  }

  public Program awaitErr(String regex) {
    await(() -> allErr().stream().anyMatch(l -> l.matches(regex)));
    return this;
  }

  public Program awaitOut(String regex) {
    await(() -> out().stream().anyMatch(l -> l.matches(regex)));
    return this;
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(SocketBank.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(condition);
  }

  /** Writes lines to its standard input. */
  public Program type(String... lines) throws IOException {
    for (String line : lines) {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    process.getOutputStream().flush();
    return this;
  }

  /** Closes its standard input. */
  public Program endInput() throws IOException {
    process.getOutputStream().close();
    return this;
  }

  /** The port that a branch listens on. */
  public int port() throws IOException {
    awaitErr(LISTENING.pattern());
    for (String line : err()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.matches()) {
        return Integer.parseInt(listening.group(1));
      }
    }
    throw new AssertionError();
  }

  public Program signal(String name) throws IOException, InterruptedException {
    int failed =
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start().waitFor();
    assertThat(failed).isZero();
    return this;
  }

  public int exitCode() throws InterruptedException {
    assertThat(process.waitFor(SocketBank.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    Processes.end(all);
  }
}
