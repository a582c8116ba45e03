package cutline.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.LedgerEntry;
import cutline.bank.wire.OpenSnapshot;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.command.ExitCode;
import cutline.cli.command.Protocol;
import cutline.cli.testing.Snapshots;
import cutline.core.SnapshotStatus;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is made of the books at the end, and which exit code. */
class ChaosReportTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final List<String> NAMES = List.of("B", "A");

  private final ChaosTally tally = new ChaosTally();
  private final SequencedMap<String, Status> statuses = new TreeMap<>();

  @BeforeEach
  void aBankInOrder() {
    says("A", 900, 7, 5);
    says("B", 1_100, 5, 7);
    tally.add(exact(), DEADLINE);
  }

  private void says(String name, long balance, long sent, long applied) {
    says(name, balance, sent, applied, 0, 0);
  }

  private void says(
      String name, long balance, long sent, long applied, long missing, long repeated) {
    LedgerEntry entry =
        LedgerEntry.newBuilder()
            .setSent(sent)
            .setApplied(applied)
            .setMissing(missing)
            .setRepeated(repeated)
            .build();
    statuses.put(
        name,
        Status.newBuilder()
            .setName(name)
            .setBalance(balance)
            .addPeers(Peer.newBuilder().setLedger(entry))
            .build());
  }

  private static BankSnapshot exact() {
    return new Snapshots().balance("A", 3_900).inFlight("A", "B", 100).complete(4_000);
  }

  private ChaosReport report() {
    return report(Protocol.TCP, Weather.Damage.NONE);
  }

  private ChaosReport report(Protocol protocol, Weather.Damage damage) {
    return new ChaosReport(
        protocol,
        2,
        3,
        ChaosPlan.of(3, NAMES, 5),
        2_000,
        Duration.ofSeconds(61),
        tally.counts(),
        damage,
        ChaosAudit.of(NAMES, statuses));
  }

  private void add(BankSnapshot snapshot, Duration took) {
    tally.add(
        new BankSnapshot(snapshot.snapshot(), snapshot.expected(), snapshot.startedAt(), took),
        DEADLINE);
  }

  @Test
  void allIsInOrder() {
    assertThat(report().exitCode()).isEqualTo(ExitCode.OK);
    assertThat(report().json())
        .startsWith("{\"schema\":\"cutline.chaos/1\",\"branches\":2,\"seed\":3,\"kills\":5,")
        .contains("\"snapshotsCompleted\":1,\"withMoneyInFlight\":1,\"inconsistent\":0,")
        .contains("\"transfers\":12,\"lost\":0,\"duplicated\":0,\"finalTotal\":2000,")
        .endsWith("\"seconds\":61,\"transport\":\"tcp\"}");
    assertThat(report().lines())
        .contains(
            "Snapshots  1 complete, 1 with money in flight, 0 inconsistent",
            "Transfers  12 sent, 0 lost, 0 duplicated",
            "Total      $2,000 of $2,000  ✓ exact");
  }

  @Test
  void whatNeverArrivedIsLost() {
    says("B", 1_100, 5, 6);
    assertThat(report().audit().lost()).isEqualTo(1);
    assertThat(report().audit().duplicated()).isZero();
    assertThat(report().exitCode()).isEqualTo(ExitCode.INCONSISTENT);
  }

  /** One that is lost in one channel does not make up for one that came twice in another. */
  @Test
  void whatArrivedTwiceIsDuplicated() {
    says("A", 900, 7, 7);
    says("B", 1_100, 5, 6);
    assertThat(report().audit().lost()).isEqualTo(1);
    assertThat(report().audit().duplicated()).isEqualTo(2);
  }

  @Test
  void oneThatIsLostDoesNotMakeUpForOneThatCameTwiceInTheSameChannel() {
    says("B", 1_100, 5, 7, 1, 1);
    assertThat(report().audit().lost()).isEqualTo(1);
    assertThat(report().audit().duplicated()).isEqualTo(1);
    assertThat(report().exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(report().lines()).contains("Transfers  12 sent, 1 lost, 1 duplicated");
  }

  @Test
  void whoKeepsNoLedgerIsNotAudited() {
    statuses.put("B", Status.newBuilder().setBalance(1_100).addPeers(Peer.newBuilder()).build());
    assertThat(report().exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(report().lines()).last().isEqualTo("No ledger from B");
  }

  @Test
  void moneyThatIsMissingIsSeenWhateverTheBooksSay() {
    says("A", 899, 7, 5);
    assertThat(report().audit().lost()).isZero();
    assertThat(report().exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(report().lines()).contains("Total      $1,999 of $2,000  ✗");
  }

  @Test
  void whoIsSilentMakesItNoSuccess() {
    statuses.remove("B");
    assertThat(report().exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(report().lines()).last().isEqualTo("No ledger from B");
  }

  @Test
  void aSnapshotThatDoesNotAddUpGoesBeforeAll() {
    tally.add(new Snapshots().balance("A", 3_960).complete(4_000), DEADLINE);
    add(exact(), Duration.ofSeconds(30));
    assertThat(report().exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(report().lines()).anyMatch(line -> line.endsWith("are missing of $4,000"));
  }

  @Test
  void aSnapshotMayBeIncompleteButNotWithoutAnEnd() {
    add(new Snapshots().without(SnapshotStatus.INCOMPLETE, "no report from B"), DEADLINE);
    add(new Snapshots().without(SnapshotStatus.ABORTED, "A is busy"), Duration.ZERO);
    assertThat(report().exitCode()).isEqualTo(ExitCode.OK);
    add(
        new Snapshots().without(SnapshotStatus.INCOMPLETE, "no report from B"),
        DEADLINE.plusMillis(1_001));
    assertThat(report().exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(report().lines())
        .contains("           2 incomplete, 1 aborted, 1 not ended in time");
  }

  @Test
  void aSnapshotThatIsStillOpenHasNotEnded() {
    OpenSnapshot open = OpenSnapshot.newBuilder().setSnapshot("A.1.3").build();
    statuses.replaceAll((_, status) -> status.toBuilder().addOpen(open).build());
    assertThat(report().audit().open()).containsExactly("A.1.3");
    assertThat(report().exitCode()).isEqualTo(ExitCode.INCOMPLETE);
  }

  @Test
  void overUdpItSaysWhatHappenedToDatagrams() {
    ChaosReport report = report(Protocol.UDP, new Weather.Damage(1_000, 10, 9, 100));
    assertThat(report.json())
        .endsWith(
            ",\"transport\":\"udp\",\"datagrams\":1000,\"datagramsLost\":10,\"datagramsDuplicated\":9,\"datagramsDelayed\":100}");
    assertThat(report.lines())
        .contains("1,000 datagrams, of which 10 lost, 9 duplicated, 100 delayed");
  }

  @Test
  void aRunWithoutACompleteSnapshotHasShownNothing() {
    ChaosReport report = report();
    ChaosReport without =
        new ChaosReport(
            Protocol.TCP,
            2,
            3,
            report.plan(),
            2_000,
            report.time(),
            new ChaosTally().counts(),
            Weather.Damage.NONE,
            report.audit());
    assertThat(without.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
  }
}
