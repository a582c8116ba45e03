package cutline.cli.bench;

import java.util.ArrayList;
import java.util.List;

/** How many a second there were in some rounds, of which the median counts. */
final class Rates {

  private final List<Double> rounds = new ArrayList<>();
  private long samples;

  /** One more round. */
  void add(Rate rate) {
    rounds.add(rate.aSecond());
    samples += rate.count();
  }

  double median() {
    return MedianInterval.of(values()).median();
  }

  void print(FigureOutput figures, String name) {
    figures.printMedian(name, values(), "1/s", samples);
  }

  private double[] values() {
    return rounds.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
