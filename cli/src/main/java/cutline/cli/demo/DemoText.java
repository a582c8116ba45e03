package cutline.cli.demo;

import cutline.bank.BankDefinition;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.terminal.Colors;
import cutline.cli.text.Figures;
import cutline.cli.text.SnapshotText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the demo says, without colours. */
final class DemoText {

  static final String KEYS =
      "Keys: s snapshot  n naive  b back  k kill  r restart  p pause  ? help  q quit";

  static final List<String> HELP =
      List.of(
          " s [NAME]  take a snapshot; NAME initiates it, or else the branches in turn",
          " n         add up the balances without one: ask one branch after another",
          " b NUMBER  bring the bank back to a snapshot, with what was in flight then",
          " k NAME    kill the process of a branch, as kill -9 does",
          " r NAME    start it again",
          " p         pause the transfers, or go on",
          " q         end with a report; Ctrl-D and Ctrl-C too, Ctrl-C twice at once");

  static final String PAUSED = "Paused: no new transfers; what is in flight arrives.";
  static final String GOING_ON = "Going on.";

  private static final int WIDTH = 80;
  private static final Pattern VERDICT = Pattern.compile("✓ exact|✗.*");

  private DemoText() {}

  /** What each branch begins with. */
  static List<String> opening(BankDefinition bank) {
    List<String> items = new ArrayList<>();
    bank.names().forEach(name -> items.add("%s $%,d".formatted(name, bank.share(name))));
    items.add("in flight $0");
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String item : items) {
      if (!line.isEmpty() && line.length() + 3 + item.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? " " : "   ").append(item);
    }
    lines.add(line.toString());
    return lines;
  }

  /**
   * A branch was killed.
   *
   * @param held what its channels hold
   */
  static String killed(String branch, long held) {
    return "%1$s killed. Channels to %1$s hold $%2$,d (kept by their senders)."
        .formatted(branch, held);
  }

  /**
   * A branch goes on.
   *
   * @param resent how many transfers its senders had kept for it
   * @param apart the living branches that have not agreed with it on what was sent and received;
   *     with all others, not one transfer is lost
   */
  static String recovered(String branch, long balance, int resent, List<String> apart) {
    return "%s recovered from its journal: balance $%,d, %,d transfer%s resent, %s."
        .formatted(
            branch,
            balance,
            resent,
            resent == 1 ? "" : "s",
            apart.isEmpty() ? "0 lost" : "not yet connected to " + String.join(", ", apart));
  }

  /** The whole bank is back at a snapshot. */
  static String back(int number, BankSnapshot snapshot) {
    return "The bank is back at snapshot %d: balances %s, and %s in flight delivered again."
        .formatted(
            number,
            Figures.dollars(snapshot.balanceTotal()),
            Figures.dollars(snapshot.inFlightTotal()));
  }

  static String ended(String branch, int exitCode) {
    return exitCode > 128
        ? "%s has ended (signal %d)".formatted(branch, exitCode - 128)
        : "%s has ended (exit code %d)".formatted(branch, exitCode);
  }

  static String drains(int snapshots) {
    return "Waiting for %d snapshot%s. Ctrl-C ends at once."
        .formatted(snapshots, snapshots == 1 ? "" : "s");
  }

  static String waits(int number, String branch, String why) {
    return "Snapshot %d waits for %s (%s)".formatted(number, branch, why);
  }

  /**
   * A snapshot that had to wait.
   *
   * @param dead for how long which branch was dead
   */
  static List<String> afterWait(
      int number, BankSnapshot snapshot, SequencedMap<String, Duration> dead) {
    if (dead.isEmpty() || !snapshot.snapshot().isComplete() || snapshot.isInconsistent()) {
      return SnapshotText.lines(number, snapshot);
    }
    List<String> waits = new ArrayList<>();
    dead.forEach((branch, time) ->
        waits.add("%s was dead for %d s".formatted(branch, Math.max(1, time.toSeconds()))));
    return List.of(
        "Snapshot %d  total %s ✓ exact   (%s)"
            .formatted(number, Figures.number(snapshot.total()), String.join(", ", waits)));
  }

  /** A sentence in lines that a terminal can show; what is indented is a table, and left alone. */
  static List<String> wrapped(String line, int width) {
    List<String> lines = new ArrayList<>();
    String rest = line;
    while (width > 0 && rest.length() > width && !rest.startsWith(" ")) {
      int blank = rest.lastIndexOf(' ', width);
      if (blank < 0) {
        break;
      }
      lines.add(rest.substring(0, blank));
      rest = rest.substring(blank).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** A line, its verdict in colour. */
  static String colored(String line, Colors colors) {
    return VERDICT
        .matcher(line)
        .replaceAll(verdict ->
            Matcher.quoteReplacement(
                verdict.group().startsWith("✓")
                    ? colors.good(verdict.group())
                    : colors.bad(verdict.group())));
  }
}
