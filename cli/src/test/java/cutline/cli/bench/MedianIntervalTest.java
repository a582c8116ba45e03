package cutline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianIntervalTest {

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(MedianInterval.of(new double[] {4, 1, 3, 2}).median()).isEqualTo(2.5);
    assertThat(MedianInterval.of(new double[] {3, 1, 2}).median()).isEqualTo(2);
  }

  @Test
  void ofFewValuesItIsAsWideAsThey() {
    MedianInterval few = MedianInterval.of(new double[] {5, 7});
    assertThat(few.low()).isEqualTo(5);
    assertThat(few.high()).isEqualTo(7);
  }

  /** The true median lies in it as often as is said, or a little more often. */
  @Test
  void itHoldsWhatItPromises() {
    SplittableRandom random = new SplittableRandom(1);
    int held = 0;
    int runs = 2_000;
    for (int run = 0; run < runs; run++) {
      // Skewed, as ratios of rates on a busy machine are; the true median is ln 2.
      double[] values = new double[30];
      Arrays.setAll(values, _ -> -Math.log(1 - random.nextDouble()));
      MedianInterval interval = MedianInterval.of(values);
      held += interval.low() <= Math.log(2) && Math.log(2) <= interval.high() ? 1 : 0;
    }
    assertThat((double) held / runs).isBetween(0.94, 0.99);
  }

  @Test
  void itGetsNarrower() {
    double[] many = IntStream.range(0, 1_000).asDoubleStream().toArray();
    MedianInterval interval = MedianInterval.of(many);
    assertThat(interval.high() - interval.low()).isLessThan(70);
  }
}
