package cutline.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells as lines. */
public final class TextTable {

  private TextTable() {}

  /** Cells in columns, each but the last as wide as its widest cell. */
  public static List<String> lines(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size() - 1; column++) {
        int at = column;
        int widest = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
        line.append(row.get(column)).repeat(" ", widest - row.get(column).length() + 2);
      }
      lines.add(line.append(row.getLast()).toString());
    }
    return lines;
  }
}
