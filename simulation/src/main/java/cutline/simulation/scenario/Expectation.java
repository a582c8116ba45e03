package cutline.simulation.scenario;

import cutline.bank.config.Place;
import cutline.core.Channel;
import java.util.List;
import java.util.SortedMap;

/** What a script says will come out. */
public sealed interface Expectation {

  /** Where the file says so. */
  Place place();

  /** Each snapshot counts that many tokens. */
  record Total(Place place, long tokens) implements Expectation {}

  /**
   * A snapshot is exactly this.
   *
   * @param number which one, from 0
   * @param tokens of each process
   * @param channels what is in flight, of each channel that is not empty
   */
  record Snapshot(
      Place place,
      int number,
      SortedMap<String, Long> tokens,
      SortedMap<Channel, List<Long>> channels)
      implements Expectation {}

  /** The verification finds something wrong and says so in these words. */
  record Found(Place place, String sentence) implements Expectation {}
}
