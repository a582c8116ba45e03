package cutline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.ClassPathJar;
import cutline.cli.testing.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What is measured is not looked at, but that it is measured, and under which names. */
class BenchTest {

  @TempDir private Path directory;

  private Map<String, Double> figures(String name, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("bench", name, "--seconds", "1", "--json", "--data", directory.toString()));
    arguments.addAll(List.of(options));
    Said said = Said.by(arguments.toArray(String[]::new));
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(directory).isEmptyDirectory();
    Map<String, Double> figures = new TreeMap<>();
    said.out().lines().forEach(line -> add(line, figures));
    return figures;
  }

  private static void add(String line, Map<String, Double> figures) {
    Map<String, String> fields = new TreeMap<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, parser.getString());
        }
      }
    }
    assertThat(fields).containsKeys("schema", "name", "value", "unit", "samples");
    assertThat(fields.get("schema")).isEqualTo("cutline.bench/1");
    figures.put(fields.get("name"), Double.valueOf(fields.get("value")));
  }

  @Test
  void aSnapshotIsMeasuredBesideItsFloor() {
    Map<String, Double> figures = figures("snapshot.idle.2");
    assertThat(figures)
        .containsOnlyKeys(
            "snapshot.idle.2.p50",
            "snapshot.idle.2.p99",
            "snapshot.idle.2.max",
            "floor.2.p50",
            "floor.2.p99",
            "floor.2.max");
    assertThat(figures.values()).allMatch(value -> value > 0);
  }

  @Tag("long")
  @Test
  void processesMayShareJvms() {
    assertThat(figures("floor.8.p50")).containsKeys("floor.8.p50", "snapshot.idle.8.p50");
  }

  @Test
  void transfersAreCountedWhereTheyAreDurable() {
    assertThat(figures("transfers.durable.2"))
        .containsKeys("transfers.durable.2")
        .allSatisfy((_, value) -> assertThat(value).isPositive());
  }

  @Test
  void transfersAtASteadyRateAreAllCounted(@TempDir Path elsewhere) throws IOException {
    Path plot = elsewhere.resolve("plot.svg");
    Path wire = Files.writeString(elsewhere.resolve("wire"), "1000\n");
    Said said = steady("--transport", "tcp", "--plot", plot + "", "--wire", wire + "");
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("transfer.steady.p50 ").endsWith(" of 200"),
            line -> assertThat(line).startsWith("transfer.steady.p99 "),
            line -> assertThat(line).startsWith("transfer.steady.max "),
            line -> assertThat(line).startsWith("transfer.steady.cpu "),
            line -> assertThat(line).matches("transfer.steady.wire +0.000 B +of 200"));
    // Those of one direction are drawn.
    assertThat(Files.readString(plot).split("h0", -1)).hasSize(1 + 100);
  }

  @Test
  void bothTransportsTakeTheirTurns() {
    Said said = steady("--json");
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out().lines()).hasSize(8);
    assertThat(said.out().lines().filter(line -> line.contains("\"transport\":\"udp\"")))
        .hasSize(4);
  }

  @Test
  void whatCannotBeMeasuredSteadilyIsRefused() {
    assertThat(steady("--rate", "0").err())
        .startsWith("cutline bench: --rate is 0, not between 1 and 10,000\n");
    assertThat(steady("--rate", "10000", "--seconds", "11", "--plot", "plot.svg").err())
        .startsWith(
            "cutline bench: --plot draws at most 100,000 transfers, and 10,000 a second for 11"
                + " seconds are more\n");
    assertThat(steady("--plot", directory + "/none/plot.svg").err())
        .startsWith(
            "cutline bench: --plot %s/none/plot.svg: cannot be written\n".formatted(directory));
    assertThat(steady("--wire", directory + "/none").err())
        .startsWith(
            "cutline bench: --wire %s/none: there is no number in it\n".formatted(directory));
  }

  private Said steady(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("bench", "transfer.steady", "--data", directory.toString()));
    if (!List.of(options).contains("--rate")) {
      arguments.addAll(List.of("--rate", "100"));
    }
    if (!List.of(options).contains("--seconds")) {
      arguments.addAll(List.of("--seconds", "1"));
    }
    arguments.addAll(List.of(options));
    return Said.by(arguments.toArray(String[]::new));
  }

  @Test
  void aRatioIsTheMedianOfPairs() {
    assertThat(figures("transfers.memory.snapshot-ratio", "--pairs", "2"))
        .containsOnlyKeys("transfers.memory.snapshot-ratio")
        .allSatisfy((_, value) -> assertThat(value).isPositive());
  }

  @Tag("long")
  @Test
  void aPauseIsMeasuredBesideABankThatIsHalted() {
    Map<String, Double> figures = figures("stop-the-world.1.p99");
    for (String of : List.of("pause.1", "stop-the-world.1", "stop-the-world.1.copied")) {
      for (String each : List.of(".p50", ".p99", ".max", ".longest.p99")) {
        assertThat(figures.get(of + each)).as(of + each).isPositive();
      }
    }
    double ratio =
        figures.getOrDefault("stop-the-world.1.p99", 0.0)
            / figures.getOrDefault("pause.1.p99", 0.0);
    assertThat(figures.get("pause.1.ratio")).isCloseTo(ratio, withinPercentage(1));
    assertThat(figures).doesNotContainKey("pause.10000.p99");
  }

  @Tag("long")
  @Test
  void aMessageInFlightHasItsPlaceInMemory() {
    assertThat(figures("memory.message"))
        .containsOnlyKeys("memory.message")
        // Its frame has 10 bytes and more.
        .allSatisfy((_, bytes) -> assertThat(bytes).isBetween(10.0, 1_000.0));
  }

  @Test
  void theHeapOfABranchIsThatOfItsOwnProcess() {
    Map<String, Double> figures = figures("memory.heap");
    assertThat(figures)
        .containsOnlyKeys(
            "memory.heap.used", "memory.heap.max", "memory.heap.committed", "memory.heap.resident");
    assertThat(figures.get("memory.heap.used")).isBetween(1e6, figures.get("memory.heap.max"));
  }

  /** Each message in flight is recorded once, however many there are. */
  @Tag("long")
  @Test
  void whatIsRecordedGrowsWithWhatIsInFlight() {
    Map<String, Double> figures = figures("scale.in-flight");
    assertThat(figures).containsOnlyKeys("scale.in-flight", "scale.in-flight.bytes");
    assertThat(figures.get("scale.in-flight.bytes")).isBetween(0.8, 1.2);
  }

  @Test
  void whatIsNotHereIsSkippedInALineThatSaysWhatToDo() {
    Said said =
        Said.by(
            "bench",
            "peers",
            "--data",
            directory.toString(),
            "--postgresql",
            directory.toString(),
            "--flink",
            directory.resolve("none.jar").toString());
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out()).isEmpty();
    assertThat(said.err().lines().skip(1))
        .containsExactly(
            "peers.postgresql is skipped: PostgreSQL is not here; in Cutline's directory,"
                + " peers/install-postgresql installs it from Debian",
            "peers.flink is skipped: there is no "
                + directory.resolve("none.jar")
                + "; in Cutline's directory, ./mvnw -Ppeers -pl peers/flink package makes it");
  }

  @Tag("long")
  @Test
  void postgresqlIsMeasuredInTurnWithDurableTransfers() throws IOException {
    assumeThat(new Peers(null, null).postgresqlPrograms()).isPresent();
    // PostgreSQL does not run as root, and then has to enter it as somebody else.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, Double> figures = figures("peers.postgresql");
    assertThat(figures)
        .containsOnlyKeys(
            "peers.cutline.transfers.durable.2",
            "peers.postgresql.transfers",
            "peers.postgresql.ratio",
            "peers.postgresql.snapshot.p50",
            "peers.postgresql.snapshot.p99",
            "peers.postgresql.snapshot.max",
            "peers.postgresql.snapshot.loaded.p50",
            "peers.postgresql.snapshot.loaded.p99",
            "peers.postgresql.snapshot.loaded.max")
        .allSatisfy((_, value) -> assertThat(value).isPositive());
    assertRatio(
        figures,
        "peers.postgresql.ratio",
        "peers.cutline.transfers.durable.2",
        "peers.postgresql.transfers");
  }

  @Tag("long")
  @Test
  void checkpointsAreMeasuredInTurnWithSnapshots() {
    Map<String, Double> figures =
        figures("peers.cutline.snapshot.durable", "--flink", ClassPathJar.of(FakeFlink.class) + "");
    assertThat(figures)
        .containsOnlyKeys(
            "peers.cutline.snapshot.durable.4.p50",
            "peers.cutline.snapshot.durable.4.p99",
            "peers.cutline.snapshot.durable.4.max",
            "peers.flink.checkpoint.durable.p50",
            "peers.flink.checkpoint.durable.p99",
            "peers.flink.checkpoint.durable.max",
            "peers.flink.checkpoint.durable.ratio");
    assertThat(figures.get("peers.flink.checkpoint.durable.p50"))
        .isCloseTo(FakeFlink.CHECKPOINT.toNanos() / 1e3, withinPercentage(0.2));
    assertRatio(
        figures,
        "peers.flink.checkpoint.durable.ratio",
        "peers.flink.checkpoint.durable.p50",
        "peers.cutline.snapshot.durable.4.p50");
  }

  private static void assertRatio(Map<String, Double> figures, String ratio, String of, String by) {
    double expected =
        Objects.requireNonNull(figures.get(of)) / Objects.requireNonNull(figures.get(by));
    assertThat(figures.get(ratio)).isCloseTo(expected, withinPercentage(0.1));
  }

  @Tag("long")
  @Test
  void recordsAreCountedWithAndWithoutCheckpoints() {
    assertThat(
            figures(
                "peers.flink.records",
                "--pairs",
                "2",
                "--flink",
                ClassPathJar.of(FakeFlink.class) + ""))
        .containsOnlyKeys(
            "peers.cutline.transfers.memory.4",
            "peers.flink.records",
            "peers.flink.records.checkpoint-ratio")
        .allSatisfy((_, value) -> assertThat(value).isPositive());
  }

  @Tag("long")
  @Test
  void flinkThatEndsIsNamed() {
    Said said =
        Said.by(
            "bench",
            "peers.flink.records",
            "--data",
            directory.toString(),
            "--flink",
            ClassPathJar.of(MedianIntervalTest.class).toString());
    assertThat(said.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(said.err()).endsWith("peers.flink: Flink has ended; why stands above\n");
  }

  @Test
  void everyNameInTheListIsOneThatCanBeAskedFor() {
    for (Benchmark benchmark : Benchmark.all()) {
      assertThat(benchmark.takes(benchmark.name())).isTrue();
      assertThat(benchmark.takes(benchmark.name() + ".2.p50")).isTrue();
      assertThat(benchmark.takes("all")).isTrue();
      assertThat(benchmark.takes("nothing")).isFalse();
    }
  }
}
