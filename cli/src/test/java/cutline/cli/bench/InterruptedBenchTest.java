package cutline.cli.bench;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterruptedBenchTest {

  @TempDir private Path directory;

  /** While it waits for the answer of a process, and while it waits for time to pass. */
  @ParameterizedTest
  @CsvSource({
    "TERM, pause.1, " + ExitCode.TERMINATED,
    "INT, pause.1, " + ExitCode.INTERRUPTED,
    "TERM, transfers.durable.2, " + ExitCode.TERMINATED
  })
  void nothingIsLeftOver(String signal, String figure, int exitCode) throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    try (Program bench = start(figure, data)) {
      bench.signal(signal);
      assertThat(bench.exitCode()).isEqualTo(exitCode);
      assertThat(data).isEmptyDirectory();
      assertThat(bench.process().descendants()).isEmpty();
      assertThat(bench.out()).isEmpty();
    }
  }

  /** As by {@code timeout}: twice, and all of the group. */
  @Test
  void oneWishMayComeTwiceAndToAllProcesses() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    try (Program bench = start("pause.1", data)) {
      String children =
          bench.process().descendants().map(each -> "" + each.pid()).collect(joining(" "));
      long pid = bench.process().pid();
      new ProcessBuilder("sh", "-c", "kill -TERM %d %d %s".formatted(pid, pid, children))
          .start()
          .waitFor();
      assertThat(bench.exitCode()).isEqualTo(ExitCode.TERMINATED);
      assertThat(data).isEmptyDirectory();
    }
  }

  /** Starts it, and waits until both branches are at work. */
  private Program start(String figure, Path data) throws IOException {
    Program bench =
        Program.start(directory, "bench", figure, "--seconds", "3600", "--data", data.toString());
    Awaitility.await()
        .atMost(SocketBank.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> stores(data) == 2);
    return bench;
  }

  /** How many branches have begun to write. */
  private static long stores(Path data) throws Exception {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(file -> file.endsWith("CURRENT")).count();
    } catch (UncheckedIOException e) {
      // A file has vanished meanwhile.
      return 0;
    }
  }
}
