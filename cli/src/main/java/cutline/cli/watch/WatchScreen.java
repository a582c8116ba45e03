package cutline.cli.watch;

import cutline.bank.domain.BankSnapshot;
import cutline.cli.attach.MemberState;
import cutline.cli.text.Figures;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** A view of a bank as the lines of a screen of a certain size. */
final class WatchScreen {

  static final int LEAST_COLUMNS = 60;
  static final int LEAST_ROWS = 12;

  /** Below this, blank lines are left out. */
  private static final int ROOMY = 18;

  private static final int LEAST_BAR = 3;
  private static final int MOST_BAR = 40;

  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle BOLD = PLAIN.bold();
  private static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle BAD = PLAIN.foreground(AttributedStyle.RED).bold();
  private static final AttributedStyle NOTABLE = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle BAR = PLAIN.foreground(AttributedStyle.CYAN);

  private static final String KEYS =
      " s snapshot  ↑↓ select  p pause  k kill  r restart  ? help  q quit";

  private static final List<String> HELP =
      List.of(
          "s    take a snapshot, from the selected branch or else",
          "     from the first that answers; several at once are fine",
          "↑ ↓  select a branch (Esc: none)",
          "p    stop the bank's transfers, or let them go on",
          "k r  kill or restart the selected branch (of a demo)",
          "q    quit (Ctrl-C too); the bank goes on",
          "",
          "In flight is the total without the balances, which are",
          "asked at different moments: only a snapshot is exact.");

  private final WatchView view;
  private final String time;
  private final int columns;
  private final int rows;
  private final List<AttributedString> lines = new ArrayList<>();

  private WatchScreen(WatchView view, String time, int columns, int rows) {
    this.view = view;
    this.time = time;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * The screen.
   *
   * @param time the time of day
   * @return exactly so many rows, none wider than so many columns
   */
  static List<AttributedString> lines(
      WatchView view, String time, int columns, int rows, boolean isColored) {
    WatchScreen screen = new WatchScreen(view, time, columns, rows);
    screen.draw();
    return screen.lines.stream()
        .map(line -> cut(line, columns))
        .map(line -> isColored ? line : new AttributedString(line.toString()))
        .toList();
  }

  private void draw() {
    if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) {
      add(
          " too small: %d×%d, needs %d×%d · q quits"
              .formatted(columns, rows, LEAST_COLUMNS, LEAST_ROWS));
      fill(rows);
      return;
    }
    header();
    if (view.isHelp()) {
      if (rows >= ROOMY) {
        blank();
      }
      HELP.forEach(line -> add(" " + line));
    } else {
      body();
    }
    fill(rows - 2);
    lines.add(styled(" " + view.message(), NOTABLE));
    lines.add(styled(width(KEYS) <= columns ? KEYS : KEYS.replace("  ", " "), PLAIN));
  }

  private void header() {
    String left =
        " Bank of %d member%s · total $%s · %s"
            .formatted(
                view.rows().size(),
                view.rows().size() == 1 ? "" : "s",
                Figures.number(view.total()),
                view.id().substring(0, Math.min(8, view.id().length())));
    lines.add(styled(left(left, columns - time.length() - 1) + time, BOLD));
  }

  private void body() {
    boolean isRoomy = rows >= ROOMY;
    // Header, column names, two sums, snapshots' column names, message, keys.
    int free = rows - 7 - (isRoomy ? 3 : 0);
    int leastSnapshots = Math.max(2, free / 3);
    int shown = Math.min(view.rows().size(), free - leastSnapshots);
    if (isRoomy) {
      blank();
    }
    members(shown);
    if (isRoomy) {
      blank();
    }
    sums();
    if (isRoomy) {
      blank();
    }
    snapshots(free - shown);
  }

  // ----------------------------------------------------------------- members

  private void members(int shown) {
    int all = view.rows().size();
    int first = Math.clamp((long) view.selected() - shown / 2, 0, all - shown);
    int amount = amountWidth();
    int others = 3 + 2 + 7 + 2 + amount + 2 + 8 + 2 + 10 + 2 + 9 + 1;
    int name =
        Math.clamp(
            (long) view.rows().stream().mapToInt(row -> width(row.name())).max().orElse(0),
            6,
            Math.max(6, columns - others));
    int bar = Math.clamp((long) columns - others - name - 2, 0, MOST_BAR);
    String branches =
        shown < all ? "branch %d–%d of %d".formatted(first + 1, first + shown, all) : "branch";
    add(
        "   %s  %s%s  %8s  %10s  %9s"
            .formatted(
                left(shown < all ? branches : left(branches, name) + "  state", name + 9),
                right("balance", amount),
                bar < LEAST_BAR ? "" : "  " + " ".repeat(bar),
                "sent/s",
                "received/s",
                "connected"));
    for (int row = first; row < first + shown; row++) {
      member(view.rows().get(row), row == view.selected(), name, amount, bar);
    }
  }

  private void member(WatchView.Row row, boolean isSelected, int name, int amount, int bar) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(isSelected ? " ▸ " : "   ").append(left(row.name(), name)).append("  ");
    if (row.isKnown()) {
      line.styled(row.state() == MemberState.STARTED ? GOOD : NOTABLE, left(row.state().word(), 7));
      line.append("  ").append(right(Figures.number(row.balance()), amount));
      if (bar >= LEAST_BAR) {
        line.append("  ").styled(BAR, bar(row.balance(), bar));
      }
      line.append(
          "  %s  %s  %s"
              .formatted(
                  right(rate(row.sentRate()), 8),
                  right(rate(row.receivedRate()), 10),
                  right("%d/%d".formatted(row.connected(), row.peers()), 9)));
    } else if (row.state() == MemberState.UNREACHABLE) {
      line.styled(BAD, row.state().word()).append(": ").append(row.obstacle());
    } else {
      line.append("…");
    }
    AttributedString text = line.toAttributedString();
    lines.add(isSelected ? styled(left(text.toString(), columns), PLAIN.inverse()) : text);
  }

  private String bar(long balance, int width) {
    BigInteger filled =
        view.total() <= 0
            ? BigInteger.ZERO
            : BigInteger.valueOf(balance)
                .multiply(BigInteger.valueOf(width))
                .divide(BigInteger.valueOf(view.total()));
    int full = filled.max(BigInteger.ZERO).min(BigInteger.valueOf(width)).intValueExact();
    return "█".repeat(full) + "·".repeat(width - full);
  }

  private static String rate(double perSecond) {
    return perSecond < 99_999
        ? String.format(Locale.ROOT, "%,.1f", perSecond)
        : String.format(Locale.ROOT, "%,.0f", perSecond);
  }

  // -------------------------------------------------------------------- sums

  private void sums() {
    int amount = amountWidth();
    add(
        " %-17s  %s of $%s"
            .formatted(
                "balances",
                right("$" + Figures.number(view.balances()), amount + 2),
                Figures.number(view.total())));
    if (view.unknown().isEmpty()) {
      BigInteger inFlight = BigInteger.valueOf(view.total()).subtract(view.balances());
      String text = (inFlight.signum() < 0 ? "-$" : "$") + Figures.number(inFlight.abs());
      add(" %-17s  %s".formatted("in flight (about)", right(text, amount + 2)));
    } else {
      add(
          " %-17s  %s without %s"
              .formatted(
                  "in flight (about)",
                  right("not known", amount + 2),
                  String.join(", ", view.unknown())));
    }
  }

  // --------------------------------------------------------------- snapshots

  private void snapshots(int room) {
    int amount = Math.max(9, amountWidth());
    int from =
        Math.clamp(
            (long) view.snapshots().stream().mapToInt(taken -> width(taken.from())).max().orElse(0),
            4,
            Math.max(4, columns - 3 * amount - 29));
    add(
        " %8s  %s  %s  %s  %s  %8s"
            .formatted(
                "snapshot",
                left("from", from),
                right("balances", amount),
                right("in flight", amount),
                right("total", amount + 2),
                "took"));
    view.snapshots().stream().limit(room).forEach(taken -> snapshot(taken, from, amount));
  }

  private void snapshot(WatchView.Taken taken, int from, int amount) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(" %8d  %s  ".formatted(taken.number(), left(taken.from(), from)));
    BankSnapshot result = taken.result();
    if (result == null) {
      line.append(
          taken.markers() == 0 ? "…" : "markers %d/%d".formatted(taken.arrived(), taken.markers()));
    } else if (!result.snapshot().isComplete()) {
      line.styled(NOTABLE, result.snapshot().status().name());
      line.append(": " + result.snapshot().reason());
    } else {
      boolean isExact = !result.isInconsistent();
      line.append(right(Figures.number(result.balanceTotal()), amount)).append("  ");
      line.append(right(Figures.number(result.inFlightTotal()), amount)).append("  ");
      line.append(right(Figures.number(result.total()), amount)).append(" ");
      line.styled(isExact ? GOOD : BAD, isExact ? "✓" : "✗");
      line.append("  %8s".formatted(Figures.took(result.took())));
    }
    lines.add(line.toAttributedString());
  }

  // -------------------------------------------------------------------- text

  private int amountWidth() {
    return Math.max(7, Figures.number(view.total()).length());
  }

  private void add(String line) {
    lines.add(styled(line, PLAIN));
  }

  private void blank() {
    lines.add(AttributedString.EMPTY);
  }

  private void fill(int height) {
    while (lines.size() < height) {
      blank();
    }
    while (lines.size() > Math.max(0, height)) {
      lines.removeLast();
    }
  }

  private static AttributedString styled(String text, AttributedStyle style) {
    return new AttributedString(text, style);
  }

  private static int width(String text) {
    return new AttributedString(text).columnLength();
  }

  private static AttributedString cut(AttributedString text, int width) {
    if (text.columnLength() <= width) {
      return text;
    }
    return new AttributedStringBuilder()
        .append(text.columnSubSequence(0, Math.max(0, width - 1)))
        .append("…")
        .toAttributedString();
  }

  private static String left(String text, int width) {
    String cut = cut(new AttributedString(text), width).toString();
    return cut + " ".repeat(Math.max(0, width - width(cut)));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }
}
