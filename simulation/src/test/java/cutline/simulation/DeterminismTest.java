package cutline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.simulation.bug.Bug;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same seed gives the same world, byte for byte, wherever and whenever it is run. */
class DeterminismTest {

  private static final int SEEDS = 60;

  /** What happened in some worlds, in words, and what stands for all that was on the wires. */
  static String trace() {
    StringBuilder trace = new StringBuilder();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Plan plan = Planner.plan(seed, Faults.ALL, Channels.of(seed));
      Story story = new Story(plan.topology());
      Outcome outcome = World.run(plan, Mutation.NONE, story);
      trace.append(seed).append(' ').append(outcome).append('\n');
      story.lines().forEach(line -> trace.append(line).append('\n'));
    }
    return trace.toString();
  }

  /** Prints the trace, in a JVM of its own. */
  public static void main(String[] args) {
    System.out.writeBytes(trace().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  @Test
  void twiceInOneJvm() {
    assertThat(trace()).isEqualTo(trace()).contains(" in flight in ");
  }

  @Test
  void inTwoJvms() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                DeterminismTest.class.getName()));
    Process other =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isZero();
    assertThat(said).isEqualTo(trace());
  }

  @Test
  void whoeverLooksOnChangesNothing() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Plan plan = Planner.plan(seed, Faults.ALL, Channels.of(seed));
      assertThat(World.run(plan, Mutation.NONE, new Story(plan.topology())))
          .isEqualTo(World.run(plan, Mutation.NONE, null));
    }
  }

  @Test
  void anyNumberOfThreads() throws InterruptedException {
    Search search = new Search(Faults.ALL, null, Bug.ID_REUSED::plant);
    assertThat(search.run(1, 500, 3, _ -> {})).isEqualTo(search.run(1, 500, 1, _ -> {}));
  }
}
