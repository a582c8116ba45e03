package cutline.console.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.config.ConfigurationException;
import cutline.console.log.LogInfo;
import cutline.console.log.NaiveSum;
import cutline.console.log.WatchedLog;
import cutline.simulation.bug.Bug;
import cutline.simulation.scenario.Changes;
import cutline.simulation.scenario.Mistake;
import cutline.simulation.scenario.ScenarioRun;
import cutline.simulation.scenario.ScenarioTopology;
import cutline.simulation.scenario.Script;
import cutline.simulation.text.Telling;
import cutline.simulation.world.WorldFile;
import cutline.simulation.world.WorldRun;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lessons come out as they say. */
class LessonsTest {

  private static final Path DIRECTORY = Path.of("../scenarios/lessons");
  private static final Lessons LESSONS = new Lessons();

  /** What the world simulator and the tick world call the same thing. */
  private static final List<String> SHOWN_BY_TICKS =
      List.of(
          "marker-overtakes-money",
          "recording-starts-late",
          "state-recorded-late",
          "recording-not-stopped",
          "records-again",
          "channels-not-recorded");

  static List<Lesson> lessons() {
    return LESSONS.all();
  }

  @Test
  void everyFileIsALesson() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".events") || name.endsWith(".world"))
                  .map(name -> name.substring(0, name.lastIndexOf('.'))))
          .containsExactlyInAnyOrderElementsOf(lessons().stream().map(Lesson::id).toList());
    }
    assertThat(lessons())
        .filteredOn(lesson -> lesson.part().equals("basics"))
        .hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void everyPlantedBugHasALesson() {
    List<String> shown =
        lessons().stream().map(lesson -> lesson.scenario().bug()).filter(Objects::nonNull).toList();
    assertThat(shown).containsAll(Arrays.stream(Mistake.values()).map(Mistake::word).toList());
    assertThat(shown)
        .containsAll(
            Arrays.stream(Bug.values())
                .map(Bug::id)
                .filter(bug -> !SHOWN_BY_TICKS.contains(bug))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void everyLessonTellsAndAsks(Lesson lesson) {
    assertThat(lesson.title()).isNotEqualTo(lesson.id());
    assertThat(lesson.questions()).as(lesson.id()).isPositive();
    assertThat(lesson.run().captions())
        .as(lesson.id())
        .filteredOn(caption -> caption.what() instanceof Telling.Say)
        .hasSizeGreaterThanOrEqualTo(2);
    long last = lesson.run().log().events().size();
    assertThat(lesson.run().captions())
        .allMatch(caption -> caption.after() <= last)
        .isSortedAccordingTo((a, b) -> Long.compare(a.after(), b.after()));
    assertThat(last).isPositive();
  }

  /** A right lesson shows no error, one about a bug shows that which it says. */
  @ParameterizedTest
  @MethodSource("lessons")
  void everyLessonComesOutAsItsFileSays(Lesson lesson) throws Exception {
    Path events = DIRECTORY.resolve(lesson.id() + ".events");
    if (Files.exists(events)) {
      ScenarioTopology topology = ScenarioTopology.read(DIRECTORY.resolve(lesson.id() + ".top"));
      Script script = Script.read(events, topology);
      assertThat(script.expectations()).as("it expects something").isNotEmpty();
      Scenario.Ticks ticks = (Scenario.Ticks) lesson.scenario();
      ScenarioRun run =
          ScenarioRun.of(
              lesson.id(),
              topology,
              script,
              cutline.simulation.scenario.Delays.parse(
                  lesson.id(), Objects.requireNonNull(ticks.delays())),
              null,
              _ -> {});
      assertThat(run.unmet()).isEmpty();
    } else {
      WorldFile world = WorldFile.read(DIRECTORY.resolve(lesson.id() + ".world"));
      assertThat(world.expected()).as("it expects something").isNotNull();
      assertThat(WorldRun.of(world).unmet()).isNull();
    }
    boolean isWrong =
        !lesson.run().verification().violations().isEmpty() || lesson.run().broken() != null;
    assertThat(isWrong).as(lesson.id()).isEqualTo(lesson.scenario().bug() != null);
  }

  private static NaiveSum naive(String id) {
    Lesson lesson = Objects.requireNonNull(LESSONS.get(id));
    WatchedLog log =
        WatchedLog.ended(
            new LogInfo("x", LogInfo.Mode.SIMULATION, id, null, null),
            lesson.run().shape(),
            lesson.run().log());
    return log.snapshots(1, tracks -> Objects.requireNonNull(tracks.getFirst().naive()));
  }

  @Test
  void addingUpLosesAndInventsWhatTheLessonsSay() {
    assertThat(naive("naive-loses").sum()).isEqualTo(BigInteger.valueOf(16));
    assertThat(naive("naive-invents").sum()).isEqualTo(BigInteger.valueOf(24));
  }

  @Test
  void aLessonCanBeForked() throws ConfigurationException {
    Lesson lesson = Objects.requireNonNull(LESSONS.get("in-flight"));
    assertThat(lesson.scenario().run(7L, Changes.NONE).verification().violations()).isEmpty();
    Scenario.Run lost =
        lesson.scenario().run(null, new Changes(java.util.Map.of("m2", new Changes.Change.Drop())));
    assertThat(lost.outcome()).contains("given up");
  }
}
