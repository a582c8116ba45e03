package cutline.cli.bench;

import java.util.Arrays;

/**
 * A median, and the interval in which the true one lies with a confidence of 95 %: order
 * statistics, which ask nothing of the distribution (Conover 1999, 3.2).
 */
record MedianInterval(double median, double low, double high, int samples) {

  private static final double Z = 1.96;

  static MedianInterval of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double spread = Z * Math.sqrt(n) / 2;
    int low = Math.max(0, (int) Math.floor(n / 2.0 - spread) - 1);
    int high = Math.min(n - 1, (int) Math.ceil(n / 2.0 + spread));
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new MedianInterval(median, sorted[low], sorted[high], n);
  }
}
