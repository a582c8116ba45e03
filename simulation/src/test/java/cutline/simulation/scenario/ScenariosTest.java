package cutline.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.GlobalSnapshot;
import cutline.trace.Message;
import cutline.trace.Verdict;
import cutline.trace.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scenarios in the repository come out as the {@code .snap} files beside them say. With {@code
 * -Dcutline.transcripts=rewrite} these are rewritten as they are now, for a person to read the
 * difference.
 */
class ScenariosTest {

  private static final Path SCENARIOS = Path.of("../scenarios");
  private static final Path MISTAKES = SCENARIOS.resolve("mistakes");

  private static List<String> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".events"))
          .map(name -> name.substring(0, name.length() - ".events".length()))
          .sorted()
          .toList();
    }
  }

  static List<String> scenarios() throws IOException {
    return in(SCENARIOS);
  }

  static List<String> mistakes() throws IOException {
    return in(MISTAKES);
  }

  private static ScenarioRun run(Path directory, String name) throws Exception {
    ScenarioTopology topology = ScenarioTopology.read(directory.resolve(name + ".top"));
    Script script = Script.read(directory.resolve(name + ".events"), topology);
    Path delays = directory.resolve(name + ".delays");
    return ScenarioRun.of(
        name,
        topology,
        script,
        Files.exists(delays) ? Delays.read(delays) : Delays.random(1),
        null,
        _ -> {});
  }

  private static void compare(Path directory, String name, ScenarioRun run) throws IOException {
    List<Path> golden = new ArrayList<>();
    for (int number = 0; number < run.snapshots().size(); number++) {
      Path file = directory.resolve("%s.%d.snap".formatted(name, number));
      String now = SnapshotFile.text(number, run.snapshots().get(number));
      if ("rewrite".equals(System.getProperty("cutline.transcripts"))) {
        Files.writeString(file, now);
      }
      assertThat(file).exists().hasContent(now);
      golden.add(file.getFileName());
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(Path::getFileName))
          .filteredOn(file -> file.toString().matches(name + "\\.\\d+\\.snap"))
          .containsExactlyInAnyOrderElementsOf(golden);
    }
  }

  @ParameterizedTest
  @MethodSource
  void scenarios(String name) throws Exception {
    ScenarioRun run = run(SCENARIOS, name);
    compare(SCENARIOS, name, run);
    assertThat(run.unmet()).isEmpty();
    assertThat(run.verification().violations()).isEmpty();
    assertThat(run.verification().verdicts())
        .hasSameSizeAs(run.snapshots())
        .allMatch(verdict -> verdict.status() == Verdict.Status.CONSISTENT);
    assertThat(run.isGood()).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void mistakes(String name) throws Exception {
    ScenarioRun run = run(MISTAKES, name);
    compare(MISTAKES, name, run);
    assertThat(run.unmet()).isEmpty();
    assertThat(run.isGood()).isFalse();
    assertThat(run.verification().violations())
        .as("the guilty message is named")
        .anyMatch(ScenariosTest::namesItsMessage)
        .as("and the sum shows it")
        .anyMatch(violation -> violation.law() == Violation.Law.MONEY_IS_CONSERVED);
  }

  private static boolean namesItsMessage(Violation violation) {
    Message message = violation.message();
    return message != null && violation.sentence().endsWith("(" + message.id() + ")");
  }

  /** It is the planted mistake that the counterexample shows, and nothing else. */
  @ParameterizedTest
  @MethodSource("mistakes")
  void withoutTheMistakeAllIsWell(String name) throws Exception {
    ScenarioTopology topology = ScenarioTopology.read(MISTAKES.resolve(name + ".top"));
    Script script = Script.read(MISTAKES.resolve(name + ".events"), topology);
    ScenarioRun run =
        ScenarioRun.of(
            name,
            topology,
            new Script(script.steps(), List.of(), null),
            Delays.read(MISTAKES.resolve(name + ".delays")),
            null,
            _ -> {});
    assertThat(run.verification().violations()).isEmpty();
    assertThat(run.isGood()).isTrue();
  }

  @Test
  void eachMistakeHasItsScenario() throws IOException {
    assertThat(mistakes()).containsExactlyInAnyOrderElementsOf(Mistake.words());
  }

  /** Snapshots of empty channels would show nothing. */
  @Test
  void mostSnapshotsFindSomethingInFlight() throws Exception {
    List<GlobalSnapshot<Long, Tokens>> all = new ArrayList<>();
    for (String name : scenarios()) {
      all.addAll(run(SCENARIOS, name).snapshots());
    }
    assertThat(all).hasSizeGreaterThan(20);
    assertThat(all)
        .filteredOn(snapshot -> !snapshot.channels().isEmpty())
        .hasSizeGreaterThan(all.size() / 2);
  }
}
