package cutline.core;

import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** Makes the choices that a schedule consists of. */
interface Choices {

  /** What can happen next in a {@link Network}. */
  enum Step {
    SEND,
    DELIVER,
    CONTROL,
    INITIATE,
    ABORT,
    RESTART
  }

  /** A number from 0 up to and without {@code bound}. */
  int below(int bound);

  /** One of the steps. */
  Step oneOf(Set<Step> steps);

  /**
   * Random choices. Each instance has its own inclination, so that some schedules crowd the
   * channels and some starve them, and some leave decisions under way for long.
   */
  static Choices random(RandomGenerator random) {
    int send = random.nextInt(5, 50);
    int deliver = random.nextInt(5, 50);
    int control = random.nextInt(1, 50);
    int initiate = random.nextInt(1, 5);
    ToIntFunction<Step> weight =
        step ->
            switch (step) {
              case SEND -> send;
              case DELIVER -> deliver;
              case CONTROL -> control;
              case INITIATE -> initiate;
              case ABORT, RESTART -> 1;
            };
    return new Choices() {
      @Override
      public int below(int bound) {
        return random.nextInt(bound);
      }

      @Override
      public Step oneOf(Set<Step> steps) {
        int rest = random.nextInt(steps.stream().mapToInt(weight).sum());
        for (Step step : steps) {
          rest -= weight.applyAsInt(step);
          if (rest < 0) {
            return step;
          }
        }
        throw new AssertionError("no step chosen");
      }
    };
  }
}
