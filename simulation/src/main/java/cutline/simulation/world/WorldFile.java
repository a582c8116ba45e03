package cutline.simulation.world;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.TextFile;
import cutline.simulation.Mutation;
import cutline.simulation.Plan;
import cutline.simulation.Violation;
import cutline.simulation.bug.Bug;
import cutline.simulation.text.Telling;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A world as it stands in a file.
 *
 * @param plan all that the world is told beforehand
 * @param bug the one that is planted in it, or null
 * @param expected what comes out, or null if the file does not say
 * @param tellings what is told to those who watch, in order
 */
public record WorldFile(
    Plan plan, @Nullable Bug bug, @Nullable Expected expected, List<Told> tellings) {

  /**
   * Something is told.
   *
   * @param at when, in nanoseconds of the world's time
   */
  public record Told(long at, Telling what) {}

  /** Keeps a copy of the list. */
  public WorldFile {
    tellings = List.copyOf(tellings);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException if it cannot be read or says something wrong; the message says
   *     where
   */
  public static WorldFile read(Path file) throws ConfigurationException {
    return parse(
        file.toString(),
        TextFile.read(
            file, "a world", "lines process NAME DOLLARS, at TIME send FROM TO AMOUNT …"));
  }

  /** The same of a text. */
  public static WorldFile parse(String file, String text) throws ConfigurationException {
    return new WorldParser(file).parse(text);
  }

  /**
   * A file of such a world, with the expectation that what was found is found.
   *
   * @param bug the one that is planted, or null
   * @param found the violation in it, or null
   * @param comments where it is from, a line each
   */
  public static String text(
      Plan plan, @Nullable Bug bug, @Nullable Violation found, List<String> comments) {
    return WorldText.of(plan, bug, found, comments);
  }

  /** The bug, for one world. */
  public Mutation plant() {
    return bug == null ? Mutation.NONE : bug.plant();
  }
}
