package cutline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import cutline.cli.testing.Said;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  @Test
  void processesMayShareJvms() {
    assertThat(figures("floor.8.p50")).containsKeys("floor.8.p50", "snapshot.idle.8.p50");
  }

  @Test
  void transfersAreCountedWhereTheyAreDurable() {
    assertThat(figures("transfers.durable.2"))
        .containsKeys("transfers.durable.2")
        .allSatisfy((_, value) -> assertThat(value).isGreaterThan(100));
  }

  @Test
  void aRatioIsTheMedianOfPairs() {
    assertThat(figures("transfers.memory.snapshot-ratio", "--pairs", "2"))
        .containsOnlyKeys("transfers.memory.snapshot-ratio")
        .allSatisfy((_, value) -> assertThat(value).isPositive());
  }

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
  @Test
  void whatIsRecordedGrowsWithWhatIsInFlight() {
    Map<String, Double> figures = figures("scale.in-flight");
    assertThat(figures).containsOnlyKeys("scale.in-flight", "scale.in-flight.bytes");
    assertThat(figures.get("scale.in-flight.bytes")).isBetween(0.8, 1.2);
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
