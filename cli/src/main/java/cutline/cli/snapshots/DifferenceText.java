package cutline.cli.snapshots;

import cutline.bank.archive.SnapshotDifference;
import cutline.bank.archive.SnapshotDifference.Moved;
import cutline.cli.text.Figures;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What has moved between two snapshots, as people read it. */
final class DifferenceText {

  private final List<String[]> rows = new ArrayList<>();

  private DifferenceText() {}

  /** A line for each branch, for each channel that had money in flight, and for the totals. */
  static List<String> lines(SnapshotDifference difference) {
    DifferenceText text = new DifferenceText();
    text.rows.add(new String[] {"", "then", "now", "difference"});
    difference.balances().forEach(text::add);
    text.add(
        new Moved<>("balances", difference.then().balanceTotal(), difference.now().balanceTotal()));
    difference.channels().forEach(text::add);
    text.add(
        new Moved<>(
            "in flight", difference.then().inFlightTotal(), difference.now().inFlightTotal()));
    text.add(new Moved<>("total", difference.then().total(), difference.now().total()));
    List<String> lines = new ArrayList<>();
    lines.add(title(difference));
    lines.addAll(text.aligned());
    return lines;
  }

  private static String title(SnapshotDifference difference) {
    Duration later = Duration.between(difference.then().startedAt(), difference.now().startedAt());
    return "%s → %s, taken %s %s"
        .formatted(
            difference.then().snapshot().id(),
            difference.now().snapshot().id(),
            Figures.took(later.abs()),
            later.isNegative() ? "earlier" : "later");
  }

  private void add(Moved<?> moved) {
    BigInteger change = moved.difference();
    rows.add(
        new String[] {
          String.valueOf(moved.where()),
          Figures.number(moved.then()),
          Figures.number(moved.now()),
          change.signum() == 0 ? "" : String.format(Locale.ROOT, "%+,d", change)
        });
  }

  /** The names on the left, the figures under each other on the right. */
  private List<String> aligned() {
    int[] widths = new int[4];
    for (String[] row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder("  ").append(row[0]);
      line.repeat(" ", widths[0] - row[0].length());
      for (int column = 1; column < widths.length; column++) {
        line.repeat(" ", 3 + widths[column] - row[column].length()).append(row[column]);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
