package cutline.console.lesson;

import cutline.bank.config.ConfigurationException;
import cutline.simulation.scenario.Changes;
import cutline.simulation.text.Telling;

/**
 * A scenario that explains something.
 *
 * @param id its name in requests
 * @param part basics, or bugs
 * @param run how it goes if nothing is changed
 */
public record Lesson(String id, String part, Scenario scenario, Scenario.Run run) {

  static Lesson of(String id, String part, Scenario scenario) throws ConfigurationException {
    return new Lesson(id, part, scenario, scenario.run(null, Changes.NONE));
  }

  /** What it is about. */
  public String title() {
    return Scenario.title(run.captions(), id);
  }

  /** How many questions it asks. */
  public long questions() {
    return run.captions().stream().filter(each -> each.what() instanceof Telling.Ask).count();
  }
}
