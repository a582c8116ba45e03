package cutline.cli.snapshots;

import cutline.bank.archive.ArchivedSnapshot;
import cutline.bank.archive.SnapshotArchive;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.terminal.Colors;
import cutline.cli.text.Figures;
import cutline.cli.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is archived, as people read it. */
final class ArchiveText {

  /** How commands describe what they take. */
  static final String ID = "The snapshot's id, such as A.1.7, or its beginning if one has it.";

  private static final int MOST_NAMED = 10;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ArchiveText() {}

  /** One line for each, under a heading. */
  static List<String> table(List<ArchivedSnapshot> snapshots, Instant now, Colors colors) {
    boolean isOfOneBank = snapshots.stream().map(ArchivedSnapshot::bank).distinct().count() < 2;
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SNAPSHOT", "TAKEN", "FROM", "BALANCES", "IN FLIGHT", "AGE", "TOTAL"));
    for (ArchivedSnapshot each : snapshots) {
      BankSnapshot snapshot = each.snapshot();
      rows.add(
          List.of(
              isOfOneBank ? each.id().toString() : each.bank().substring(0, 8) + "-" + each.id(),
              TIME.format(snapshot.startedAt()),
              each.id().initiator(),
              Figures.dollars(snapshot.balanceTotal()),
              Figures.dollars(snapshot.inFlightTotal()),
              Figures.ago(Duration.between(snapshot.startedAt(), now)),
              "%s %s".formatted(Figures.dollars(snapshot.total()), colors.good("✓"))));
    }
    return TextTable.lines(rows);
  }

  /** What else is in the directory. */
  static List<String> passedOver(SnapshotArchive.Contents contents) {
    List<String> others = contents.others();
    Stream<String> lines =
        others.stream()
            .limit(MOST_NAMED)
            .map(other -> "%s: is no archived snapshot; passed over".formatted(other));
    return others.size() <= MOST_NAMED
        ? lines.toList()
        : Stream.concat(
                lines,
                Stream.of("and %,d more that are none".formatted(others.size() - MOST_NAMED)))
            .toList();
  }

  /** What follows from going back to a snapshot. */
  static String restored(ArchivedSnapshot archived) {
    return "The bank is back at snapshot %s: balances %s, and %s in flight delivered again."
        .formatted(
            archived.id(),
            Figures.dollars(archived.snapshot().balanceTotal()),
            Figures.dollars(archived.snapshot().inFlightTotal()));
  }
}
