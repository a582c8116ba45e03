package cutline.bank.domain;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a branch transfers money by itself.
 *
 * @param every mean time between two transfers of one branch, at most a day; zero for as fast as
 *     possible
 * @param delay how long money stays in its channel
 * @param maxAmount the most that one transfer moves, in dollars, at least 1
 * @param seed what the choices depend on
 */
public record Traffic(Duration every, DurationRange delay, long maxAmount, long seed) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Traffic {
    if (every.isNegative() || every.compareTo(Duration.ofDays(1)) > 0 || maxAmount < 1) {
      throw new IllegalArgumentException(
          "transfers every %s of at most $%d".formatted(every, maxAmount));
    }
  }

  /**
   * The time to the next transfer, in nanoseconds: anything from nothing to twice the mean, each as
   * likely.
   */
  long drawInterval(RandomGenerator random) {
    return random.nextLong(2 * every.toNanos() + 1);
  }

  /** The delay of the next transfer in its channel, in nanoseconds. */
  public long drawDelay(RandomGenerator random) {
    return delay.isNone()
        ? 0
        : random.nextLong(delay.least().toNanos(), delay.most().toNanos() + 1);
  }
}
