package cutline.cli.bench;

import java.util.List;

/**
 * How something grows: with the power {@code exponent} of something else. The straight line through
 * the logarithms of the points with the least squares.
 *
 * @param points what it was fitted to
 */
record PowerLaw(double exponent, List<Point> points) {

  /** What was measured at one size. */
  record Point(double x, double y) {}

  /**
   * Fits one.
   *
   * @throws IllegalArgumentException if there are not two different sizes, or something is not
   *     positive and has no logarithm
   */
  static PowerLaw fit(List<Point> points) {
    if (points.stream().mapToDouble(Point::x).distinct().count() < 2) {
      throw new IllegalArgumentException("no line goes through " + points);
    }
    double meanX = mean(points.stream().mapToDouble(Point::x).toArray());
    double meanY = mean(points.stream().mapToDouble(Point::y).toArray());
    double covariance = 0;
    double variance = 0;
    for (Point point : points) {
      double dx = log(point.x) - meanX;
      covariance += dx * (log(point.y) - meanY);
      variance += dx * dx;
    }
    return new PowerLaw(covariance / variance, List.copyOf(points));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += log(value);
    }
    return sum / values.length;
  }

  private static double log(double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(value + " has no logarithm");
    }
    return Math.log(value);
  }
}
