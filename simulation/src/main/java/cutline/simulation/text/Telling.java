package cutline.simulation.text;

import java.util.List;

/** What a scenario tells the people who watch it. */
public sealed interface Telling {

  /** What the scenario is called. */
  record Title(String text) implements Telling {}

  /** Something is explained. */
  record Say(String text) implements Telling {}

  /**
   * A question, to be answered before one sees what happens.
   *
   * @param answers at least two
   * @param right which of them is, from 0
   * @param because why
   */
  record Ask(String question, List<String> answers, int right, String because) implements Telling {

    /** Keeps a copy of the list. */
    public Ask {
      answers = List.copyOf(answers);
    }
  }
}
