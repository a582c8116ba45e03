package cutline.simulation.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.TextFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a scenario, from an {@code .events} file.
 *
 * @param steps in order; no tick between two means that they are concurrent
 * @param expectations what must come out
 * @param mistake what is done wrong on purpose, or null
 */
public record Script(List<Step> steps, List<Expectation> expectations, @Nullable Mistake mistake) {

  /** Keeps copies of the lists. */
  public Script {
    steps = List.copyOf(steps);
    expectations = List.copyOf(expectations);
  }

  /**
   * Reads a file.
   *
   * @param topology what it is about
   * @throws ConfigurationException if it cannot be read or says something wrong; the message says
   *     where
   */
  public static Script read(Path file, ScenarioTopology topology) throws ConfigurationException {
    return parse(
        file.toString(),
        TextFile.read(file, "events", "lines send FROM TO AMOUNT, snapshot NAME, and tick [N]"),
        topology);
  }

  /** The same of a text. */
  public static Script parse(String file, String text, ScenarioTopology topology)
      throws ConfigurationException {
    return new ScriptParser(file, topology).parse(text);
  }
}
