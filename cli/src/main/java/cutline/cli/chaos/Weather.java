package cutline.cli.chaos;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What happens to the datagrams that pass a relay, each by itself.
 *
 * @param loss how likely one is lost, 0 to 1
 * @param duplication how likely one that is not lost passes twice
 * @param delay how likely one is held back, and others overtake it
 * @param longest the most that it is held back then
 * @param seed what the choices depend on: the same for the n-th datagram
 */
record Weather(double loss, double duplication, double delay, Duration longest, long seed) {

  /** Nothing happens to any of them. */
  static final Weather CALM = new Weather(0, 0, 0, Duration.ZERO, 0);

  /** What a bad network does all the time. */
  static Weather bad(long seed) {
    return new Weather(0.01, 0.01, 0.1, Duration.ofMillis(10), seed);
  }

  /** Draws what happens. */
  Draws draws() {
    return new Draws(new SplittableRandom(seed));
  }

  /** What happens to one datagram after the other. */
  final class Draws {

    private final SplittableRandom random;

    private Draws(SplittableRandom random) {
      this.random = random;
    }

    /** How often the next one arrives: not at all, once or twice. */
    int copies() {
      double lost = random.nextDouble();
      double twice = random.nextDouble();
      return lost < loss ? 0 : twice < duplication ? 2 : 1;
    }

    /** How long one is held back, in nanoseconds. */
    long delayNanos() {
      double held = random.nextDouble();
      double part = random.nextDouble();
      return held < delay ? (long) (part * longest.toNanos()) : 0;
    }
  }

  /**
   * How many datagrams something has happened to.
   *
   * @param passed those that came
   * @param lost those that did not go on
   * @param duplicated those that went on twice
   * @param delayed those that were held back
   */
  record Damage(long passed, long lost, long duplicated, long delayed) {

    static final Damage NONE = new Damage(0, 0, 0, 0);

    Damage plus(Damage other) {
      return new Damage(
          passed + other.passed,
          lost + other.lost,
          duplicated + other.duplicated,
          delayed + other.delayed);
    }
  }
}
