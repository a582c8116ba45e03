package cutline.simulation;

import cutline.core.Topology;
import java.util.List;

/**
 * All that a world is told beforehand.
 *
 * @param seed of what is drawn while it runs
 * @param topology the processes and channels
 * @param openingBalances per process
 * @param weather what happens to frames until the end
 * @param deeds what happens else
 * @param end when nothing new is begun any more and all faults are over
 */
public record Plan(
    long seed,
    Topology topology,
    List<Long> openingBalances,
    Weather weather,
    List<Deed> deeds,
    long end) {

  Plan with(List<Deed> others) {
    return new Plan(seed, topology, openingBalances, weather, others, end);
  }

  Plan with(Weather other) {
    return new Plan(seed, topology, openingBalances, other, deeds, end);
  }
}
