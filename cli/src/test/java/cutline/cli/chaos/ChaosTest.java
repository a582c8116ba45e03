package cutline.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.Program;
import cutline.cli.testing.Said;
import cutline.cli.testing.SocketBank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bank of processes that are killed, stopped and cut off, and what the command says of it. */
class ChaosTest {

  private static final long MINUTES = 5;

  @TempDir private Path directory;
  private Path temporary = Path.of("");
  private @Nullable Program chaos;

  @BeforeEach
  void makeTemporary() throws IOException {
    temporary = Files.createDirectory(directory.resolve("tmp"));
  }

  @AfterEach
  void close() {
    if (chaos != null) {
      chaos.close();
    }
  }

  private Program start(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("chaos"));
    arguments.addAll(List.of(options));
    List<String> command = new ArrayList<>(Program.command(arguments.toArray(String[]::new)));
    command.add(1, "-Djava.io.tmpdir=" + temporary.toAbsolutePath());
    Program started = Program.start(directory, Map.of(), command);
    chaos = started;
    return started;
  }

  private static long number(String json, String field) {
    Matcher number = Pattern.compile("\"" + field + "\":(\\d+)[,}]").matcher(json);
    assertThat(number.find()).as("%s in %s", field, json).isTrue();
    return Long.parseLong(number.group(1));
  }

  private void assertNothingIsLeft(List<ProcessHandle> branches) {
    await()
        .atMost(SocketBank.PATIENCE)
        .untilAsserted(() -> assertThat(branches).noneMatch(ProcessHandle::isAlive));
    // But for what is kept for the next process.
    assertThat(temporary.toFile().list())
        .allMatch(name -> name.startsWith("cutline-rocksdb-"))
        .hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"tcp, 20, ''", "udp, 6, ' · over UDP'"})
  void nothingIsLostHoweverOftenBranchesAreKilled(String transport, int kills, String over)
      throws Exception {
    Program running =
        start(
            "--branches",
            "4",
            "--kills",
            "" + kills,
            "--seed",
            "7",
            "--transport",
            transport,
            "--json");
    running.awaitErr("kill 1/%d .*".formatted(kills));
    List<ProcessHandle> branches = running.process().descendants().toList();
    assertThat(running.process().waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(running.process().exitValue()).as("%s", running.err()).isZero();
    assertThat(running.err()).contains("Bank of 4 branches · total $4,000 · seed 7" + over);
    assertThat(running.err()).anyMatch(line -> line.startsWith("kill %d/%<d  ".formatted(kills)));
    assertThat(running.out()).hasSize(1);
    String json = running.out().getFirst();
    assertThat(json).startsWith("{\"schema\":\"cutline.chaos/1\",\"branches\":4,\"seed\":7,");
    assertThat(number(json, "kills")).isEqualTo(kills);
    assertThat(number(json, "inconsistent")).isZero();
    assertThat(number(json, "lost")).isZero();
    assertThat(number(json, "duplicated")).isZero();
    assertThat(number(json, "snapshotsNotEnded")).isZero();
    assertThat(number(json, "finalTotal")).isEqualTo(4_000);
    assertThat(number(json, "transfers")).isGreaterThan(100);
    long completed = number(json, "snapshotsCompleted");
    assertThat(completed).isGreaterThanOrEqualTo(5);
    assertThat(number(json, "withMoneyInFlight")).isGreaterThan(completed * 3 / 10);
    if (transport.equals("udp")) {
      assertThat(number(json, "datagramsLost")).isPositive();
      assertThat(number(json, "datagramsDuplicated")).isPositive();
      assertThat(number(json, "datagramsDelayed")).isPositive();
    }
    assertNothingIsLeft(branches);
  }

  @Test
  void aSignalEndsItAndAllItsProcesses() throws Exception {
    Program running = start("--branches", "2", "--kills", "1000", "--seed", "5");
    running.awaitErr("kill 2/1,000 .*");
    List<ProcessHandle> branches = running.process().descendants().toList();
    assertThat(branches).isNotEmpty();
    assertThat(running.signal("INT").exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(running.out()).isEmpty();
    assertNothingIsLeft(branches);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (List<String> options :
        List.of(List.of("--branches", "1"), List.of("--branches", "27"), List.of("--kills", "0"))) {
      Said said = Said.by("chaos", options.getFirst(), options.getLast());
      assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(said.err()).startsWith("cutline chaos: " + options.getFirst() + " is ");
    }
  }
}
