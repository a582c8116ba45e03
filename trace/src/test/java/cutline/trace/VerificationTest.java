package cutline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.trace.Violation.Law;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is right and wrong with a snapshot, seen from outside. */
class VerificationTest {

  private final Histories history = new Histories().with("B", 100).with("D", 50);

  private EventLog log() {
    return Histories.log(List.of("B", "D"), 150L, history.observations());
  }

  private Verdict verdict() {
    Verification verification = Verification.of(log());
    assertThat(verification.ofLog()).isEmpty();
    assertThat(verification.verdicts()).hasSize(1);
    return verification.verdicts().getFirst();
  }

  private List<String> sentences() {
    return verdict().violations().stream().map(Violation::sentence).toList();
  }

  @Test
  void cutWithMoneyInFlight() {
    String id = history.send("B", "D", 40);
    history.record("B", "0").record("D", "0").receive("B", "D", id, 40, "0");
    history.complete("0", "B", "D");
    Verdict verdict = verdict();
    assertThat(verdict.status()).isEqualTo(Verdict.Status.CONSISTENT);
    assertThat(verdict.total()).isEqualTo(150);
    assertThat(verdict.inFlightTotal()).isEqualTo(40);
    assertThat(verdict.crossing()).singleElement().extracting(Message::id).isEqualTo(id);
  }

  @Test
  void receiptOfMoneyFromAfterTheCut() {
    history.record("B", "0");
    String id = history.send("B", "D", 40);
    history.receive("B", "D", id, 40).record("D", "0").complete("0", "B", "D");
    assertThat(verdict().status()).isEqualTo(Verdict.Status.INCONSISTENT);
    assertThat(sentences())
        .containsExactly(
            "D counted $40 that B sent after B's cut (m1)",
            "snapshot 0 counts $190 and $0 in flight, which is $190, and there are $150");
    assertThat(verdict().violations().getFirst().law()).isEqualTo(Law.CUT_IS_CONSISTENT);
  }

  /** No dollar is wrong if it is not asked for: the clocks alone tell. */
  @Test
  void cutIsJudgedByClocksWithoutAnyBalance() {
    List<Observation> observations = new ArrayList<>();
    observations.add(new Observation("B", 0, new Action.RecordState("0", null)));
    observations.add(new Observation("B", 1, new Action.Send("C", "m1", 1, null)));
    observations.add(new Observation("C", 2, new Action.Receive("B", "m1", 1, null, List.of())));
    observations.add(new Observation("C", 3, new Action.Send("D", "m1", 1, null)));
    observations.add(new Observation("D", 4, new Action.Receive("C", "m1", 1, null, List.of())));
    observations.add(new Observation("D", 5, new Action.RecordState("0", null)));
    observations.add(new Observation("C", 6, new Action.RecordState("0", null)));
    for (String process : List.of("B", "C", "D")) {
      observations.add(new Observation(process, 7, new Action.Complete("0")));
    }
    EventLog log = Histories.log(List.of("B", "C", "D"), null, observations);
    Verdict verdict = Verification.of(log).verdicts().getFirst();
    assertThat(verdict.status()).isEqualTo(Verdict.Status.INCONSISTENT);
    assertThat(verdict.total()).isNull();
    assertThat(verdict.violations())
        .extracting(Violation::sentence)
        .containsExactly("C counted $1 that B sent after B's cut (m1)");
  }

  @Test
  void moneyThatIsCountedTwice() {
    String id = history.send("B", "D", 40);
    history.receive("B", "D", id, 40, "0").record("B", "0").record("D", "0");
    history.complete("0", "B", "D");
    assertThat(sentences())
        .containsExactly(
            "D counted $40 from B twice, in its balance and as in flight (m1)",
            "snapshot 0 counts $150 and $40 in flight, which is $190, and there are $150");
  }

  @Test
  void moneyThatIsForgotten() {
    String id = history.send("B", "D", 40);
    history.record("B", "0").record("D", "0").receive("B", "D", id, 40);
    history.complete("0", "B", "D");
    assertThat(sentences())
        .containsExactly(
            "D did not count $40 that B sent before B's cut, and that came after its own (m1)",
            "snapshot 0 counts $110 and $0 in flight, which is $110, and there are $150");
  }

  @Test
  void moneyFromAfterTheCutInTheChannelState() {
    history.record("B", "0").record("D", "0");
    String id = history.send("B", "D", 40);
    history.receive("B", "D", id, 40, "0").complete("0", "B", "D");
    assertThat(sentences()).contains("D counted as in flight $40 that B sent after B's cut (m1)");
  }

  @Test
  void stateRecordedTwice() {
    history.record("B", "0").record("D", "0").record("B", "0").complete("0", "B", "D");
    assertThat(sentences())
        .containsExactly("B recorded its state for snapshot 0 again, as event 3");
  }

  @Test
  void messageReceivedTwice() {
    String id = history.send("B", "D", 40);
    history.receive("B", "D", id, 40).receive("B", "D", id, 40);
    assertThat(Verification.of(log()).ofLog())
        .extracting(Violation::law)
        .contains(Law.MESSAGES_ARRIVE_ONCE);
  }

  @Test
  void clocksThatTheEventsDoNotMake() {
    String id = history.send("B", "D", 40);
    history.receive("B", "D", id, 40);
    EventLog right = log();
    Event receipt = right.events().getLast();
    Event wrong =
        new Event(
            receipt.seq(),
            receipt.at(),
            receipt.process(),
            VectorClock.zero(right.processes()).next(1),
            receipt.action());
    EventLog log = new EventLog(right.header(), List.of(right.events().getFirst(), wrong));
    assertThat(Verification.of(log).ofLog())
        .extracting(Violation::sentence)
        .containsExactly(
            "event 2 of D has the clock {D 1}, and the events before it make it {B 1, D 1}");
  }

  /** A marker of another snapshot may pass the cut either way: it is not what a snapshot is of. */
  @Test
  void markersAreNotPartOfTheComputation() {
    history
        .record("B", "0")
        .then("B", new Action.MarkerSend("D", "x", "1"))
        .then("D", new Action.MarkerReceive("B", "x", "1"))
        .record("D", "0")
        .complete("0", "B", "D");
    assertThat(verdict().status()).isEqualTo(Verdict.Status.CONSISTENT);
  }

  @Test
  void incompleteAndAbortedSnapshotsAreNoResults() {
    history.record("B", "0").complete("0", "B");
    assertThat(verdict().status()).isEqualTo(Verdict.Status.INCOMPLETE);
    assertThat(verdict().reason()).isEqualTo("at the end of the log, D is not done with it");
    history.then("D", new Action.Abort("0", "the deadline has passed"));
    assertThat(verdict().status()).isEqualTo(Verdict.Status.ABORTED);
    assertThat(verdict().reason()).isEqualTo("D gave it up: the deadline has passed");
  }

  @Test
  void nothingIsProvenBehindAGap() {
    history.record("B", "0").then("D", new Action.Gap("3 events"));
    history.record("D", "0").complete("0", "B", "D");
    assertThat(verdict().status()).isEqualTo(Verdict.Status.UNPROVEN);
    assertThat(verdict().reason()).isEqualTo("the log has a gap at D: 3 events");
  }

  @Test
  void aGapBehindAProcessesPartTakesNothingAway() {
    history.record("B", "0").record("D", "0").complete("0", "B", "D");
    history.then("D", new Action.Gap("3 events"));
    assertThat(verdict().status()).isEqualTo(Verdict.Status.CONSISTENT);
  }

  /** It may have been received in the gap, and been counted. */
  @Test
  void aGapAccusesNobody() {
    history.send("B", "D", 40);
    history.record("B", "0").record("D", "0");
    history.then("D", new Action.Gap("3 events")).complete("0", "B", "D");
    assertThat(verdict().status()).isEqualTo(Verdict.Status.UNPROVEN);
  }

  /** Its receiver has gone back to before it was sent, and its sender has it again. */
  @Test
  void aRestoreVoidsWhatWasInFlight() {
    history.send("B", "D", 40);
    for (String process : List.of("B", "D")) {
      history.then(process, new Action.Restore("7", null));
    }
    history.record("B", "0").record("D", "0").complete("0", "B", "D");
    assertThat(verdict().violations())
        .extracting(Violation::law)
        .doesNotContain(Violation.Law.CHANNEL_STATE_IS_WHAT_CROSSES);
    assertThat(verdict().crossing()).isEmpty();
  }
}
