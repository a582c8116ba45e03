package cutline.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.domain.BankSnapshot;
import cutline.cli.testing.Snapshots;
import cutline.core.SnapshotStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTextTest {

  private static String text(int number, BankSnapshot snapshot) {
    return String.join("\n", SnapshotText.lines(number, snapshot)) + "\n";
  }

  @Test
  void exact() {
    BankSnapshot snapshot =
        new Snapshots()
            .balance("A", 812)
            .balance("B", 1_043)
            .balance("C", 967)
            .balance("D", 790)
            .inFlight("A", "B", 100, 20)
            .inFlight("C", "A", 38)
            .inFlight("D", "C", 230)
            .complete(4_000);
    assertThat(text(1, snapshot))
        .isEqualTo(
            """
            Snapshot 1 from A   markers 12   4.9 ms
              A 812   B 1,043   C 967   D 790        balances    3,612
              A→B 100+20   C→A 38   D→C 230          in flight     388
                                                     total       4,000  ✓ exact
            """);
  }

  @Test
  void missingMoney() {
    BankSnapshot snapshot = new Snapshots().balance("A", 3_655).balance("B", 0).complete(4_000);
    assertThat(text(2, snapshot))
        .isEqualTo(
            """
            Snapshot 2 from A   markers 2   4.9 ms
              A 3,655   B 0                          balances    3,655
                                                     in flight       0
                                                     total       3,655  ✗ the balances hold $3,655 and the channels $0: $345 are missing of $4,000
            """);
  }

  @Test
  void sixteenBranches() {
    Snapshots snapshot = new Snapshots();
    for (int branch = 10; branch < 26; branch++) {
      snapshot.balance("branch-" + branch, 1_000_000L + branch);
    }
    snapshot.inFlight("branch-10", "branch-25", 1, 2, 3);
    snapshot.inFlight("branch-11", "branch-12", 1, 2, 3, 4);
    snapshot.inFlight("branch-25", "branch-10", 9_999_999);
    assertThat(text(12, snapshot.complete(26_000_295, Duration.ofMillis(1_234))))
        .isEqualTo(
            """
            Snapshot 12 from A   markers 240   1.2 s
              branch-10 1,000,010
              branch-11 1,000,011
              branch-12 1,000,012
              branch-13 1,000,013
              branch-14 1,000,014
              branch-15 1,000,015
              branch-16 1,000,016
              branch-17 1,000,017
              branch-18 1,000,018
              branch-19 1,000,019
              branch-20 1,000,020
              branch-21 1,000,021
              branch-22 1,000,022
              branch-23 1,000,023
              branch-24 1,000,024
              branch-25 1,000,025                    balances  16,000,280
              branch-10→branch-25 1+2+3
              branch-11→branch-12 10 in 4
              branch-25→branch-10 9,999,999          in flight 10,000,015
                                                     total     26,000,295  ✓ exact
            """);
  }

  @Test
  void oneBranchWithoutMoney() {
    assertThat(text(1, new Snapshots().balance("A", 0).complete(0, Duration.ZERO)))
        .isEqualTo(
            """
            Snapshot 1 from A   markers 0   0.0 ms
              A 0                                    balances        0
                                                     in flight       0
                                                     total           0  ✓ exact
            """);
  }

  @Test
  void theLargestNumbersAreNotWrapped() {
    BankSnapshot snapshot =
        new Snapshots()
            .balance("A", Long.MAX_VALUE)
            .balance("B", Long.MAX_VALUE)
            .inFlight("A", "B", Long.MAX_VALUE, Long.MAX_VALUE)
            .complete(Long.MAX_VALUE);
    assertThat(text(1, snapshot))
        .isEqualTo(
            """
            Snapshot 1 from A   markers 2   4.9 ms
              A 9,223,372,036,854,775,807
              B 9,223,372,036,854,775,807            balances  18,446,744,073,709,551,614
              A→B 9,223,372,036,854,775,807+9,223,372,036,854,775,807 in flight 18,446,744,073,709,551,614
                                                     total     36,893,488,147,419,103,228  ✗ the balances hold $18,446,744,073,709,551,614 and the channels $18,446,744,073,709,551,614: $27,670,116,110,564,327,421 too many of $9,223,372,036,854,775,807
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INCOMPLETE | no report from C | Snapshot 2  INCOMPLETE: no report from C. Not a result.",
        "ABORTED | A is busy | Snapshot 2  ABORTED: A is busy. Not a result."
      })
  void whatIsNotAResultSaysSo(SnapshotStatus status, String reason, String line) {
    BankSnapshot snapshot = new Snapshots().balance("A", 4_000).without(status, reason);
    assertThat(text(2, snapshot)).isEqualTo(line + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 ms",
    "49999, 0.0 ms",
    "50000, 0.1 ms",
    "4873000, 4.9 ms",
    "999000000, 999.0 ms",
    "1000000000, 1.0 s",
    "61250000000, 61.3 s"
  })
  void durations(long nanos, String text) {
    BankSnapshot snapshot = new Snapshots().balance("A", 1).complete(1, Duration.ofNanos(nanos));
    assertThat(SnapshotText.lines(1, snapshot).getFirst()).endsWith("   " + text);
  }
}
