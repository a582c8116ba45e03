package cutline.cli.demo;

import cutline.bank.SnapshotJson;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.snapshots.SnapshotTally;
import cutline.cli.text.SnapshotText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was done and seen in a demo, for afterwards. */
final class DemoReport {

  /** Nobody reads more than that, and it has to be kept until the end. */
  private static final int MOST_LINES = 100_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private final List<String> lines = new ArrayList<>();
  private final List<String> snapshots = new ArrayList<>();
  private long leftOut;
  private final SnapshotTally tally = new SnapshotTally();

  DemoReport(InstantSource clock) {
    this.clock = clock;
  }

  /** Something was said. */
  synchronized void note(List<String> said) {
    if (lines.size() + said.size() > MOST_LINES) {
      leftOut += said.size();
      return;
    }
    String time = TIME.format(clock.instant());
    for (String line : said) {
      lines.add(time + "  " + line);
      time = " ".repeat(time.length());
    }
  }

  /** A snapshot has ended. */
  synchronized void snapshot(int number, BankSnapshot snapshot) {
    tally.add(snapshot);
    if (snapshots.size() < MOST_LINES) {
      snapshots.add(SnapshotJson.line(snapshot));
    } else {
      leftOut++;
    }
    note(SnapshotText.lines(number, snapshot));
  }

  /** Whether there is anything to report. */
  synchronized boolean isWorthWriting() {
    return !tally.isEmpty();
  }

  /** How the snapshots went, in a line. */
  synchronized String summary() {
    return tally.summary();
  }

  /**
   * How the command ends.
   *
   * @param interrupted the exit code if it was interrupted, or 0
   */
  synchronized int exitCode(int interrupted) {
    return interrupted == 0 ? tally.exitCode() : tally.exitCode(interrupted);
  }

  /**
   * Writes {@code report.txt} and {@code snapshots.ndjson} into the run's directory.
   *
   * @param head the first lines of the report
   */
  synchronized Path write(RunDirectory run, List<String> head) throws IOException {
    Path directory = run.make();
    Files.write(directory.resolve("report.txt"), text(head), StandardCharsets.UTF_8);
    Files.write(directory.resolve("snapshots.ndjson"), snapshots, StandardCharsets.UTF_8);
    return directory;
  }

  /**
   * What was said, in lines.
   *
   * @param head the first of them
   */
  synchronized List<String> text(List<String> head) {
    List<String> report = new ArrayList<>(head);
    report.add("");
    report.addAll(lines);
    if (leftOut > 0) {
      report.add("(%,d lines left out)".formatted(leftOut));
    }
    report.add("");
    report.add(summary());
    return report;
  }
}
