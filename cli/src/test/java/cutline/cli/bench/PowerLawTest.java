package cutline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import cutline.cli.bench.PowerLaw.Point;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PowerLawTest {

  private static double exponent(DoubleUnaryOperator law) {
    return PowerLaw.fit(
            DoubleStream.of(2, 4, 8, 16, 32)
                .mapToObj(x -> new Point(x, law.applyAsDouble(x)))
                .toList())
        .exponent();
  }

  @Test
  void anExactPowerIsFound() {
    assertThat(exponent(x -> 7 * x * x)).isEqualTo(2, within(1e-9));
    assertThat(exponent(x -> 0.001 * Math.sqrt(x))).isEqualTo(0.5, within(1e-9));
    assertThat(exponent(x -> 3 / x)).isEqualTo(-1, within(1e-9));
  }

  @Test
  void whatDoesNotGrowHasNone() {
    assertThat(exponent(x -> 42)).isEqualTo(0, within(1e-9));
  }

  @Test
  void theSquaresOfTheErrorsAreLeast() {
    // By hand: with logarithms 0, 1, 2 and 0, 1, 5 the slope is (5 - 0) / 2.
    List<Point> points =
        List.of(new Point(1, 1), new Point(Math.E, Math.E), new Point(Math.exp(2), Math.exp(5)));
    assertThat(PowerLaw.fit(points).exponent()).isEqualTo(2.5, within(1e-9));
  }

  @Test
  void whatHasNoLogarithmIsRefused() {
    for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PowerLaw.fit(List.of(new Point(1, 1), new Point(2, value))));
    }
  }

  @Test
  void oneSizeMakesNoLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PowerLaw.fit(List.of(new Point(3, 1), new Point(3, 2))));
    assertThatIllegalArgumentException().isThrownBy(() -> PowerLaw.fit(List.of()));
  }
}
