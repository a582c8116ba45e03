package cutline.cli.text;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.TotalConserved;
import cutline.bank.domain.Transfer;
import cutline.core.GlobalSnapshot;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A snapshot as people read it. */
public final class SnapshotText {

  private static final int LEFT = 38;
  private static final int MOST_AMOUNTS = 3;

  private SnapshotText() {}

  /** The lines for a snapshot that its controller counts as {@code number}. */
  public static List<String> lines(int number, BankSnapshot bankSnapshot) {
    return lines("" + number, bankSnapshot);
  }

  /** The lines for a snapshot that is called so. */
  public static List<String> lines(String called, BankSnapshot bankSnapshot) {
    GlobalSnapshot<BranchState, Transfer> snapshot = bankSnapshot.snapshot();
    if (!snapshot.isComplete()) {
      return List.of(
          "Snapshot %s  %s: %s. Not a result."
              .formatted(called, snapshot.status(), snapshot.reason()));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Snapshot %s from %s   markers %d   %s"
            .formatted(
                called,
                snapshot.initiator(),
                snapshot.markers(),
                Figures.took(bankSnapshot.took())));
    addBlock(
        lines,
        snapshot.states().entrySet().stream()
            .map(state ->
                "%s %s".formatted(state.getKey(), Figures.number(state.getValue().balance())))
            .toList(),
        "balances",
        bankSnapshot.balanceTotal(),
        "");
    addBlock(
        lines,
        snapshot.channels().entrySet().stream()
            .map(channel -> "%s %s".formatted(channel.getKey(), amounts(channel.getValue())))
            .toList(),
        "in flight",
        bankSnapshot.inFlightTotal(),
        "");
    addBlock(
        lines,
        List.of(),
        "total",
        bankSnapshot.total(),
        bankSnapshot
            .invariant()
            .violation(snapshot)
            .map(violation -> "  ✗ " + violation)
            .orElse("  ✓ exact"));
    return lines;
  }

  /** Items in lines of limited width on the left, and on the last line what they add up to. */
  private static void addBlock(
      List<String> lines, List<String> items, String name, BigInteger sum, String verdict) {
    StringBuilder line = new StringBuilder();
    for (String item : items) {
      if (!line.isEmpty() && line.length() + 3 + item.length() > LEFT) {
        lines.add("  " + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : "   ").append(item);
    }
    String padding = " ".repeat(Math.max(1, LEFT + 1 - line.length()));
    lines.add("  %s%s%-9s %7s%s".formatted(line, padding, name, Figures.number(sum), verdict));
  }

  private static String amounts(List<Transfer> transfers) {
    if (transfers.size() <= MOST_AMOUNTS) {
      return String.join(
          "+", transfers.stream().map(transfer -> Figures.number(transfer.amount())).toList());
    }
    return "%s in %d".formatted(Figures.number(TotalConserved.sum(transfers)), transfers.size());
  }
}
