package cutline.simulation.world;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.simulation.Deed;
import cutline.simulation.Law;
import cutline.simulation.Mutation;
import cutline.simulation.Outcome;
import cutline.simulation.Violation;
import cutline.simulation.World;
import cutline.simulation.bug.Bug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worlds in the repository come out as they say: counterexamples, each with a crash in it. */
class WorldsTest {

  private static final Path WORLDS = Path.of("../scenarios/worlds");

  static List<Path> worlds() throws IOException {
    try (Stream<Path> files = Files.list(WORLDS)) {
      return files.sorted().toList();
    }
  }

  @Test
  void thereAreSome() throws IOException {
    assertThat(worlds()).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void comesOutAsItSays(Path file) throws Exception {
    WorldFile world = WorldFile.read(file);
    Bug bug = requireNonNull(world.bug());
    assertThat(file).hasFileName(bug.id() + ".world");
    assertThat(requireNonNull(world.expected()).sentence()).isNotNull();
    WorldRun run = WorldRun.of(world);
    assertThat(run.unmet()).isNull();
    assertThat(run.outcome().violation()).isNotNull();
    assertThat(world.plan().deeds()).hasAtLeastOneElementOfType(Deed.Crash.class);
  }

  /** It is the planted bug that the counterexample shows, and nothing else. */
  @ParameterizedTest
  @MethodSource("worlds")
  void withoutTheBugAllIsWell(Path file) throws Exception {
    Outcome outcome = World.run(WorldFile.read(file).plan(), Mutation.NONE, null);
    assertThat(outcome.violation()).isNull();
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void nothingCanBeLeftOut(Path file) throws Exception {
    WorldFile world = WorldFile.read(file);
    Law law = requireNonNull(requireNonNull(world.expected()).law());
    List<String> lines = Files.readAllLines(file);
    for (int deed = 0; deed < lines.size(); deed++) {
      if (lines.get(deed).startsWith("at ")) {
        String left = lines.get(deed);
        String rest = String.join("\n", lines.stream().filter(line -> !line.equals(left)).toList());
        Violation found = WorldRun.of(WorldFile.parse(file.toString(), rest)).outcome().violation();
        assertThat(found == null ? null : found.law()).as("without %s", left).isNotEqualTo(law);
      }
    }
  }

  /**
   * B and D hear that the snapshot is decided, and A dies before it tells the one who asked. What B
   * sends then without a word of it overtakes B's marker: no alarm, though C does not know why.
   */
  @Test
  void aDecisionCountsThoughItsProcessDiesTellingIt() throws Exception {
    WorldFile world =
        WorldFile.parse(
            "decided",
            """
            seed 27318
            process A 1992
            process B 681
            process C 0
            process D 1510
            channels non-fifo
            loss 0.02
            end 290ms
            at 52.233051ms send A B 57
            at 67.291113ms snapshot A timeout 0.060424ms
            at 67.334711ms crash A while-sending skip 1 down 106.160224ms
            at 112.467733ms send B C 70
            """);
    assertThat(World.run(world.plan(), Mutation.NONE, null).violation()).isNull();
  }
}
