package cutline.simulation.world;

import cutline.simulation.Minimiser;
import cutline.simulation.Outcome;
import cutline.simulation.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The world of a file, run to its end.
 *
 * @param outcome what came of it
 * @param story what happened in it, a line for each thing
 * @param unmet what came out otherwise than the file says, in a sentence with its place, or null
 */
public record WorldRun(Outcome outcome, List<String> story, @Nullable String unmet) {

  /** Keeps a copy of the list. */
  public WorldRun {
    story = List.copyOf(story);
  }

  /** Runs a world. */
  public static WorldRun of(WorldFile file) {
    Outcome outcome = World.run(file.plan(), file.plant(), null);
    Expected expected = file.expected();
    return new WorldRun(
        outcome,
        Minimiser.story(file.plan(), file.plant()),
        expected == null ? null : expected.objection(outcome.violation()));
  }

  /** Whether no law is broken, and it comes out as the file says. */
  public boolean isGood() {
    return outcome.violation() == null && unmet == null;
  }
}
