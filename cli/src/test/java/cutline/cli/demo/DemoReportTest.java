package cutline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.Snapshots;
import cutline.core.SnapshotStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoReportTest {

  @TempDir private Path directory;

  private final DemoReport report =
      new DemoReport(() -> Instant.parse("2026-11-20T10:18:00.123456Z"));

  @Test
  void saysWhatWasDoneAndSeen() throws IOException {
    report.note(List.of("> s"));
    report.snapshot(
        1,
        new Snapshots()
            .balance("A", 3_900)
            .balance("B", 0)
            .inFlight("A", "B", 100)
            .complete(4_000));
    report.snapshot(2, new Snapshots().without(SnapshotStatus.INCOMPLETE, "no report from B"));
    Path written =
        report.write(
            new RunDirectory(directory.resolve("runs"), "7"), List.of("Bank", "Reproduce: x"));
    assertThat(written).isEqualTo(directory.resolve("runs").resolve("7"));
    assertThat(Files.readString(written.resolve("report.txt")))
        .isEqualTo(
            """
            Bank
            Reproduce: x

            2026-11-20T10:18:00.123Z  > s
            2026-11-20T10:18:00.123Z  Snapshot 1 from A   markers 2   4.9 ms
                                        A 3,900   B 0                          balances    3,900
                                        A→B 100                                in flight     100
                                                                               total       4,000  ✓ exact
            2026-11-20T10:18:00.123Z  Snapshot 2  INCOMPLETE: no report from B. Not a result.

            2 snapshots: 1 exact, 1 with money in flight, 1 not complete
            """);
    assertThat(Files.readAllLines(written.resolve("snapshots.ndjson")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"schema\":\"cutline.snapshot/1\""));
  }

  @Test
  void noRunReplacesAnother() throws IOException {
    assertThat(report.isWorthWriting()).isFalse();
    report.snapshot(1, new Snapshots().balance("A", 1).complete(1));
    assertThat(report.isWorthWriting()).isTrue();
    assertThat(report.write(new RunDirectory(directory, "7"), List.of()))
        .isEqualTo(directory.resolve("7"));
    assertThat(report.write(new RunDirectory(directory, "7"), List.of()))
        .isEqualTo(directory.resolve("7-2"));
    assertThat(report.write(new RunDirectory(directory, "7"), List.of()))
        .isEqualTo(directory.resolve("7-3"));
  }

  @Test
  void exitCodes() {
    assertThat(report.exitCode(0)).isEqualTo(ExitCode.OK);
    assertThat(report.exitCode(ExitCode.INTERRUPTED)).isEqualTo(ExitCode.INTERRUPTED);
    report.snapshot(1, new Snapshots().without(SnapshotStatus.ABORTED, "A is busy"));
    assertThat(report.exitCode(0)).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(report.exitCode(ExitCode.INTERRUPTED)).isEqualTo(ExitCode.INTERRUPTED);
    report.snapshot(2, new Snapshots().balance("A", 3).complete(4));
    assertThat(report.exitCode(ExitCode.INTERRUPTED)).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(report.summary())
        .isEqualTo("2 snapshots: 0 exact, 0 with money in flight, 1 not complete, 1 INCONSISTENT");
  }

  @Test
  void isBounded() throws IOException {
    for (int line = 0; line < 100_010; line++) {
      report.note(List.of("again"));
    }
    Path written = report.write(new RunDirectory(directory, "1"), List.of());
    assertThat(Files.readAllLines(written.resolve("report.txt")))
        .hasSize(100_004)
        .contains("(10 lines left out)");
  }
}
