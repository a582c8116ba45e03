package cutline.cli.client;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.TotalConserved;
import cutline.bank.domain.Transfer;
import cutline.cli.terminal.Colors;
import cutline.cli.text.Figures;
import cutline.cli.text.TextTable;
import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A snapshot as a client shows it: every balance, every amount on the fly, and what they add up to.
 */
final class ClientSnapshotText {

  private static final int MOST_MESSAGES = 50;

  private final List<String> ids;
  private final Colors colors;

  /**
   * Shows snapshots of these clients.
   *
   * @param ids in the order in which they are shown
   */
  ClientSnapshotText(List<String> ids, Colors colors) {
    this.ids = ids;
    this.colors = colors;
  }

  /** The lines for a snapshot; none is wider than that if there is a place to break it. */
  List<String> lines(BankSnapshot bankSnapshot, int width) {
    GlobalSnapshot<BranchState, Transfer> snapshot = bankSnapshot.snapshot();
    if (!snapshot.isComplete()) {
      return List.of(notAResult(snapshot));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Snapshot %s from Client %s   %s"
            .formatted(snapshot.id(), snapshot.initiator(), Figures.took(bankSnapshot.took())));
    addBalances(lines, snapshot, width);
    addMessages(lines, snapshot);
    lines.add(
        "Balances: %s  On the fly: %s"
            .formatted(
                Figures.dollars(bankSnapshot.balanceTotal()),
                Figures.dollars(bankSnapshot.inFlightTotal())));
    lines.add(
        "Total: %s of %s %s"
            .formatted(
                Figures.dollars(bankSnapshot.total()),
                Figures.dollars(bankSnapshot.expected()),
                verdict(bankSnapshot)));
    return lines;
  }

  private String notAResult(GlobalSnapshot<BranchState, Transfer> snapshot) {
    return "Snapshot %s%s: %s. Not a result."
        .formatted(
            snapshot.id() == null ? "" : snapshot.id() + " ",
            colors.notable(snapshot.status().name()),
            reason(snapshot));
  }

  private String reason(GlobalSnapshot<BranchState, Transfer> snapshot) {
    String reason = snapshot.reason();
    return reason == null ? "" : ClientText.reason(reason, ids);
  }

  private void addBalances(
      List<String> lines, GlobalSnapshot<BranchState, Transfer> snapshot, int width) {
    StringBuilder line = new StringBuilder();
    for (String id : ids) {
      BranchState state = snapshot.states().get(id);
      if (state == null) {
        continue;
      }
      String balance = ClientText.balance(id, state.balance());
      if (!line.isEmpty() && line.length() + 2 + balance.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : "  ").append(balance);
    }
    lines.add(line.toString());
  }

  private void addMessages(List<String> lines, GlobalSnapshot<BranchState, Transfer> snapshot) {
    int shown = 0;
    List<Transfer> left = new ArrayList<>();
    for (String from : ids) {
      for (String to : ids) {
        for (Transfer transfer :
            snapshot.channels().getOrDefault(new Channel(from, to), List.of())) {
          if (shown == MOST_MESSAGES) {
            left.add(transfer);
          } else {
            shown++;
            lines.add(
                "$%,d is being sent from Client %s to Client %s"
                    .formatted(transfer.amount(), from, to));
          }
        }
      }
    }
    if (!left.isEmpty()) {
      lines.add(
          "and %,d more (%s)".formatted(left.size(), Figures.dollars(TotalConserved.sum(left))));
    }
  }

  private String verdict(BankSnapshot snapshot) {
    BigInteger surplus = snapshot.total().subtract(BigInteger.valueOf(snapshot.expected()));
    if (surplus.signum() == 0) {
      return colors.good("✓ exact");
    }
    return colors.bad(
        "✗ %s %s"
            .formatted(
                Figures.dollars(surplus.abs()), surplus.signum() < 0 ? "are missing" : "too many"));
  }

  /**
   * One line for each snapshot, the oldest first.
   *
   * @param ages how long ago each was decided
   */
  List<String> table(List<BankSnapshot> snapshots, List<Duration> ages) {
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < snapshots.size(); row++) {
      BankSnapshot each = snapshots.get(row);
      GlobalSnapshot<BranchState, Transfer> snapshot = each.snapshot();
      rows.add(
          List.of(
              snapshot.id() == null ? "-" : snapshot.id().toString(),
              snapshot.status().name(),
              Figures.ago(ages.get(row)),
              snapshot.isComplete()
                  ? "%s %s, %s on the fly"
                      .formatted(
                          Figures.dollars(each.total()),
                          verdict(each),
                          Figures.dollars(each.inFlightTotal()))
                  : reason(snapshot)));
    }
    return TextTable.lines(rows);
  }
}
