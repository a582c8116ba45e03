package cutline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tlc2.TLC;

/**
 * TLC, in a process of its own: it keeps its state in static variables.
 *
 * @param output all that it has written
 * @param finished whether it has seen all states
 * @param broken the law that it has found broken, if it has
 */
record Tlc(String output, boolean finished, Optional<String> broken) {

  /** What suits a search that takes minutes. */
  private static final List<String> THOROUGH = List.of("-XX:+UseParallelGC");

  /** What suits one that has found what it looks for before a better compiler could help it. */
  private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final Path SCRATCH = Path.of("target", "tlc");
  private static final Pattern BROKEN =
      Pattern.compile("Error: (?:Invariant|Action property) (\\w+) is violated");
  private static final Pattern CHECKED = Pattern.compile("(?:INVARIANT|PROPERTY) (\\w+)\\s*");

  /** The configurations in a directory of the module, by name. */
  static List<Path> configurations(String directory) {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files.filter(file -> file.toString().endsWith(".cfg")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one law that a configuration has checked. */
  static String onlyLaw(Path configuration) throws IOException {
    List<String> laws =
        CHECKED
            .matcher(Files.readString(configuration))
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(laws).as("laws in %s", configuration).hasSize(1);
    return laws.getFirst();
  }

  /** Goes through all states, which may take so long. */
  static Tlc exhaust(Path configuration, Duration most)
      throws IOException, InterruptedException, URISyntaxException {
    return run(configuration, most, THOROUGH);
  }

  /** Goes through states until one breaks a law. */
  static Tlc find(Path configuration, Duration most)
      throws IOException, InterruptedException, URISyntaxException {
    return run(configuration, most, QUICK);
  }

  private static Tlc run(Path configuration, Duration most, List<String> machine)
      throws IOException, InterruptedException, URISyntaxException {
    Path scratch = SCRATCH.resolve(configuration.toString().replace(".cfg", ""));
    Files.createDirectories(scratch);
    Path log = scratch.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(machine);
    command.addAll(
        List.of(
            "-Xmx1g",
            // TLC unpacks its own modules there.
            "-Djava.io.tmpdir=" + scratch.toAbsolutePath(),
            "-cp",
            Path.of(TLC.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString(),
            TLC.class.getName(),
            "-workers",
            "2",
            // That nothing more can happen is no error: there are only so many transfers.
            "-deadlock",
            "-metadir",
            scratch.resolve("states").toString(),
            "-config",
            configuration.toString(),
            "Laws.tla"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(most.toSeconds(), TimeUnit.SECONDS))
          .as("TLC with %s ends within %s, see %s", configuration, most, log)
          .isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    String output = Files.readString(log);
    Optional<String> broken =
        BROKEN.matcher(output).results().map((MatchResult result) -> result.group(1)).findFirst();
    boolean finished =
        process.exitValue() == 0
            && output.contains("Model checking completed. No error has been found.");
    return new Tlc(output, finished, broken);
  }
}
