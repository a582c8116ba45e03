package cutline.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Goes through every schedule of a small system, depth first, by making every choice once. */
final class EverySchedule implements Choices {

  private final List<Integer> chosen = new ArrayList<>();
  private final List<Integer> bounds = new ArrayList<>();
  private int position;

  private EverySchedule() {}

  /**
   * Runs the system once per schedule.
   *
   * @return how many schedules there are
   */
  static int run(Consumer<Choices> system) {
    EverySchedule choices = new EverySchedule();
    int schedules = 0;
    do {
      choices.position = 0;
      system.accept(choices);
      schedules++;
    } while (choices.next());
    return schedules;
  }

  private boolean next() {
    while (!chosen.isEmpty()) {
      int last = chosen.size() - 1;
      if (chosen.get(last) + 1 < bounds.get(last)) {
        chosen.set(last, chosen.get(last) + 1);
        return true;
      }
      chosen.removeLast();
      bounds.removeLast();
    }
    return false;
  }

  @Override
  public int below(int bound) {
    if (position == chosen.size()) {
      chosen.add(0);
      bounds.add(bound);
    }
    return chosen.get(position++);
  }

  @Override
  public Step oneOf(Set<Step> steps) {
    return List.copyOf(steps).get(below(steps.size()));
  }
}
