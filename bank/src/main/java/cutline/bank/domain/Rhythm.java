package cutline.bank.domain;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a process makes its next transfer by itself. */
public sealed interface Rhythm {

  /** The mean time between two turns. */
  Duration every();

  /** The time to the next turn, in nanoseconds. */
  long drawInterval(RandomGenerator random);

  /** Whether a turn that has come brings a transfer. */
  boolean drawTransfer(RandomGenerator random);

  /**
   * A transfer after each interval, which is anything from nothing to twice the mean, each as
   * likely.
   *
   * @param every the mean, at most a day; zero for as fast as possible
   */
  record Irregular(Duration every) implements Rhythm {

    /**
     * Checks the mean.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Irregular {
      require(every, Duration.ZERO);
    }

    @Override
    public long drawInterval(RandomGenerator random) {
      return random.nextLong(2 * every.toNanos() + 1);
    }

    @Override
    public boolean drawTransfer(RandomGenerator random) {
      return true;
    }
  }

  /**
   * At equal intervals a transfer, or none.
   *
   * @param every the interval, from a nanosecond to a day
   * @param probability of a transfer, 0 to 1
   */
  record Regular(Duration every, double probability) implements Rhythm {

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Regular {
      require(every, Duration.ofNanos(1));
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "a probability of " + probability + " is not between 0 and 1");
      }
    }

    @Override
    public long drawInterval(RandomGenerator random) {
      return every.toNanos();
    }

    @Override
    public boolean drawTransfer(RandomGenerator random) {
      return random.nextDouble() < probability;
    }
  }

  private static void require(Duration every, Duration least) {
    if (every.compareTo(least) < 0 || every.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("a transfer every " + every);
    }
  }
}
