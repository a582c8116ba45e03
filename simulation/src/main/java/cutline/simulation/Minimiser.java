package cutline.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a world that breaks a law as small as it can: leaves out faults, transfers and snapshots
 * while the same law is still broken.
 */
public final class Minimiser {

  private static final int MOST_RUNS = 3_000;

  private final Supplier<Mutation> mutation;
  private final Law law;
  private Plan smallest;
  private int runs;

  private Minimiser(Plan plan, Supplier<Mutation> mutation, Law law) {
    this.smallest = plan;
    this.mutation = mutation;
    this.law = law;
  }

  /**
   * A small world in which the law is broken too.
   *
   * @param plan one in which it is broken
   * @param mutation makes the bug that is planted
   */
  public static Plan minimise(Plan plan, Supplier<Mutation> mutation, Law law) {
    Minimiser minimiser = new Minimiser(plan, mutation, law);
    int before;
    do {
      before = minimiser.smallest.deeds().size();
      minimiser.calmWeather();
      minimiser.leaveOutDeeds();
    } while (minimiser.smallest.deeds().size() < before);
    return minimiser.smallest;
  }

  private boolean takes(Plan smaller) {
    if (runs++ >= MOST_RUNS) {
      return false;
    }
    @Nullable Violation violation = violation(smaller, mutation.get());
    if (violation != null && violation.law() == law) {
      smallest = smaller;
      return true;
    }
    return false;
  }

  private void calmWeather() {
    Weather all = smallest.weather();
    if (all.equals(Weather.CALM) || takes(smallest.with(Weather.CALM))) {
      return;
    }
    List<Weather> milder =
        List.of(
            new Weather(0, all.late(), all.reordered(), all.duplicated(), all.lost()),
            new Weather(all.moneyDelay(), 0, all.reordered(), all.duplicated(), all.lost()),
            new Weather(all.moneyDelay(), all.late(), 0, all.duplicated(), all.lost()),
            new Weather(all.moneyDelay(), all.late(), all.reordered(), 0, all.lost()),
            new Weather(all.moneyDelay(), all.late(), all.reordered(), all.duplicated(), 0));
    for (Weather weather : milder) {
      if (!weather.equals(all) && takes(smallest.with(weather))) {
        calmWeather();
        return;
      }
    }
  }

  /** Ever smaller pieces, until no single deed can be left out. */
  private void leaveOutDeeds() {
    for (int piece = Math.max(1, smallest.deeds().size() / 2); ; piece /= 2) {
      int at = 0;
      while (at < smallest.deeds().size()) {
        List<Deed> rest = new ArrayList<>(smallest.deeds());
        rest.subList(at, Math.min(rest.size(), at + piece)).clear();
        if (!takes(smallest.with(rest))) {
          at += piece;
        }
      }
      if (piece == 1) {
        return;
      }
    }
  }

  /** The law that is broken in a world, or null. */
  public static @Nullable Violation violation(Plan plan, Mutation mutation) {
    return World.run(plan, mutation, null).violation();
  }

  /** What happens in a world, in words, a line for each thing, up to where a law is broken. */
  public static List<String> story(Plan plan, Mutation mutation) {
    Story story = new Story(plan.topology());
    World.run(plan, mutation, story);
    return story.lines();
  }
}
