package cutline.core;

import static cutline.core.SnapshotStatus.ABORTED;
import static cutline.core.SnapshotStatus.COMPLETE;
import static cutline.core.SnapshotStatus.INCOMPLETE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssemblyTest {

  private static final SnapshotId ID = new SnapshotId("A", 1, 1);

  private final Assembly<Integer, String> assembly = new Assembly<>(ID, List.of("C", "A", "B"));

  private static LocalSnapshot<Integer, String> part(
      String process, int state, Map<String, List<String>> channels) {
    return new LocalSnapshot<>(ID, process, state, new TreeMap<>(channels));
  }

  private static LocalSnapshot<Integer, String> part(String process, int state) {
    return part(process, state, Map.of());
  }

  private GlobalSnapshot<Integer, String> decision(Report<Integer, String> lastReport) {
    return requireNonNull(assembly.report(lastReport));
  }

  @Test
  void completeWhenAllMembersHaveReported() {
    assertThat(assembly.report(part("B", 2, Map.of("A", List.of("m1", "m2"), "C", List.of()))))
        .isNull();
    assertThat(assembly.report(part("C", 3, Map.of("A", List.of(), "B", List.of("m3"))))).isNull();

    GlobalSnapshot<Integer, String> snapshot =
        decision(part("A", 1, Map.of("B", List.of(), "C", List.of())));

    TreeMap<String, Integer> states = new TreeMap<>(Map.of("A", 1, "B", 2, "C", 3));
    TreeMap<Channel, List<String>> channels =
        new TreeMap<>(
            Map.of(
                new Channel("A", "B"), List.of("m1", "m2"), new Channel("B", "C"), List.of("m3")));
    assertThat(snapshot)
        .isEqualTo(new GlobalSnapshot<>(ID, "A", COMPLETE, null, states, channels, 6));
  }

  @Test
  void processAloneCompletesWithItsOwnReport() {
    Assembly<Integer, String> alone = new Assembly<>(ID, List.of("A"));

    assertThat(requireNonNull(alone.report(part("A", 1))).isComplete()).isTrue();
  }

  @Test
  void missingMembersAreNamed() {
    assembly.report(part("B", 2));

    assertThat(assembly.missing()).containsExactly("A", "C");
    GlobalSnapshot<Integer, String> snapshot = assembly.deadlinePassed();
    assertThat(snapshot.status()).isEqualTo(INCOMPLETE);
    assertThat(snapshot.reason()).isEqualTo("no report from A, C");
    assertThat(snapshot.states()).containsExactly(Map.entry("B", 2));
  }

  @Test
  void failedReportAbortsWithItsReason() {
    assembly.report(part("B", 2));

    GlobalSnapshot<Integer, String> snapshot =
        decision(new FailedReport<>(ID, "C", "C has no room"));

    assertThat(snapshot.status()).isEqualTo(ABORTED);
    assertThat(snapshot.reason()).isEqualTo("C has no room");
    assertThat(snapshot.isComplete()).isFalse();
  }

  @Test
  void lastReportThatFailedAborts() {
    assembly.report(part("A", 1));
    assembly.report(part("B", 2));

    assertThat(decision(new FailedReport<>(ID, "C", "C has no room")).status()).isEqualTo(ABORTED);
  }

  @Test
  void sameReportAgainChangesNothing() {
    assembly.report(part("B", 2));

    assertThat(assembly.report(part("B", 2))).isNull();
    assertThat(assembly.missing()).containsExactly("A", "C");
    assertThat(assembly.reports()).containsExactly(part("B", 2));
  }

  @Test
  void secondReportThatSaysSomethingElseAborts() {
    assembly.report(part("B", 2));

    GlobalSnapshot<Integer, String> snapshot = decision(part("B", 3));

    assertThat(snapshot.status()).isEqualTo(ABORTED);
    assertThat(snapshot.reason()).isEqualTo("B reported twice on snapshot A.1.1, and not the same");
  }

  @Test
  void reportOfAProcessThatIsNotAMemberIsIgnored() {
    assertThat(assembly.report(part("X", 1))).isNull();
    assertThat(assembly.report(new FailedReport<>(ID, "X", "X has no room"))).isNull();

    assertThat(assembly.reports()).isEmpty();
    assertThat(assembly.missing()).containsExactly("A", "B", "C");
  }

  @Test
  void snapshotThatIsGivenUpHasTheReason() {
    GlobalSnapshot<Integer, String> snapshot = assembly.abort("the bank is being restored");

    assertThat(snapshot.status()).isEqualTo(ABORTED);
    assertThat(snapshot.reason()).isEqualTo("the bank is being restored");
    assertThat(snapshot.id()).isEqualTo(assembly.id());
  }

  @Test
  void stateOfZeroIsAState() {
    for (String process : List.of("A", "B")) {
      assembly.report(part(process, 0));
    }

    assertThat(decision(part("C", 0)).states())
        .isEqualTo(new TreeMap<>(Map.of("A", 0, "B", 0, "C", 0)));
  }

  @Test
  void reasonStandsExactlyWithWhatIsNotComplete() {
    assertThatThrownBy(() -> snapshot(COMPLETE, "a reason"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("status COMPLETE with reason a reason");
    assertThatThrownBy(() -> snapshot(ABORTED, null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> snapshot(INCOMPLETE, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static GlobalSnapshot<Integer, String> snapshot(
      SnapshotStatus status, @Nullable String reason) {
    return new GlobalSnapshot<>(ID, "A", status, reason, new TreeMap<>(), new TreeMap<>(), 0);
  }
}
