package cutline.bank.domain;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a process of the bank transfers money by itself.
 *
 * @param rhythm when
 * @param delay how long money stays in its channel
 * @param maxAmount the most that one transfer moves, in dollars, at least 1
 * @param seed what the choices depend on
 */
public record Traffic(Rhythm rhythm, DurationRange delay, long maxAmount, long seed) {

  /**
   * Checks the amount.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Traffic {
    if (maxAmount < 1) {
      throw new IllegalArgumentException("transfers of at most $%d".formatted(maxAmount));
    }
  }

  /** Transfers at random times, on average {@code every} so often, as branches make them. */
  public static Traffic irregular(Duration every, DurationRange delay, long maxAmount, long seed) {
    return new Traffic(new Rhythm.Irregular(every), delay, maxAmount, seed);
  }

  /** The same in another rhythm. */
  public Traffic with(Rhythm other) {
    return new Traffic(other, delay, maxAmount, seed);
  }

  /** The same with another delay. */
  public Traffic with(DurationRange otherDelay) {
    return new Traffic(rhythm, otherDelay, maxAmount, seed);
  }

  /** The delay of the next transfer in its channel, in nanoseconds. */
  public long drawDelay(RandomGenerator random) {
    return delay.isNone()
        ? 0
        : random.nextLong(delay.least().toNanos(), delay.most().toNanos() + 1);
  }
}
