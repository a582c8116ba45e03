package cutline.core;

import static cutline.core.ChannelOrder.FIFO;
import static cutline.core.ChannelOrder.NON_FIFO;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SnapshotMachineTest {

  private static ScriptedMachine machine(String processes, ChannelOrder order, String self) {
    return new ScriptedMachine(ScriptedMachine.complete(processes, order), self);
  }

  private static ScriptedMachine machine(
      String processes, ChannelOrder order, String self, Limits limits) {
    return new ScriptedMachine(ScriptedMachine.complete(processes, order), self, limits);
  }

  // --------------------------------------------------------- small systems

  @Test
  void processAloneCompletesAtOnce() {
    ScriptedMachine a = machine("A", FIFO, "A");

    assertThat(a.initiate()).containsExactly("A.1.1: state", "A.1.1: complete");
    assertThat(a.undecided()).containsExactly("A.1.1");
  }

  @Test
  void ofTwoProcessesTheFirstMarkerIsTheLastOne() {
    ScriptedMachine b = machine("AB", FIFO, "B");

    assertThat(b.marker("A", "A.1.1", 0))
        .containsExactly(
            "A.1.1: state", "A.1.1: marker to A after 0", "A.1.1: A→B closed", "A.1.1: complete");
  }

  @Test
  void closedChannelsAreCountedOverARestart() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    SnapshotId id = SnapshotId.parse("A.1.1");
    assertThat(b.machine().closedChannels(id)).isZero();

    b.marker("A", "A.1.1", 0);
    assertThat(b.machine().closedChannels(id)).isEqualTo(1);
    b.restart();
    assertThat(b.machine().closedChannels(id)).isEqualTo(1);
    b.marker("C", "A.1.1", 0);
    assertThat(b.machine().closedChannels(id)).isEqualTo(2);
    b.decided("A.1.1");
    assertThat(b.machine().closedChannels(id)).isZero();
  }

  @Test
  void aDecisionEndsItsSnapshotAlone() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    b.marker("A", "A.1.1", 0);
    b.marker("C", "C.1.1", 0);

    assertThat(b.machine().decided(SnapshotId.parse("A.1.1")))
        .containsExactly(SnapshotId.parse("A.1.1"));
    assertThat(b.undecided()).containsExactly("C.1.1");
  }

  @Test
  void whoTakesPartCannotDecline() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    b.marker("A", "A.1.1", 0);

    b.machine().decline(SnapshotId.parse("A.1.1"), "too late");
    assertThat(b.marker("C", "A.1.1", 0)).containsExactly("A.1.1: C→B closed", "A.1.1: complete");
  }

  @Test
  void messageBehindAMarkerIsNotRecordedWhileOtherChannelsAreOpen() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    b.marker("A", "A.1.1", 0);

    assertThat(b.message("A", "m")).containsExactly("deliver m");
  }

  // --------------------------------------- markers that change nothing

  @Test
  void secondMarkerOnAChannelChangesNothing() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    b.marker("A", "A.1.1", 0);

    assertThat(b.marker("A", "A.1.1", 0)).isEmpty();
    assertThat(b.marker("A", "A.1.1", 7)).isEmpty();
    assertThat(b.marker("C", "A.1.1", 0)).containsExactly("A.1.1: C→B closed", "A.1.1: complete");
  }

  @Test
  void secondMarkerOnAChannelThatStillWaitsForMessagesChangesNothing() {
    ScriptedMachine b = machine("AB", NON_FIFO, "B");
    b.marker("A", "A.1.1", 1);

    assertThat(b.marker("A", "A.1.1", 0)).isEmpty();
    assertThat(b.message("A", "m")).contains("A.1.1: A→B closed");
  }

  @Test
  void markerAfterTheOwnPartIsCompleteChangesNothing() {
    ScriptedMachine b = machine("AB", FIFO, "B");
    b.marker("A", "A.1.1", 0);

    assertThat(b.marker("A", "A.1.1", 0)).isEmpty();
    assertThat(b.message("A", "m")).containsExactly("deliver m");
  }

  @Test
  void markerAfterTheDecisionChangesNothing() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    b.marker("A", "A.1.1", 0);
    b.decided("A.1.1");

    assertThat(b.marker("A", "A.1.1", 0)).isEmpty();
    assertThat(b.marker("C", "A.1.1", 0)).isEmpty();
    assertThat(b.undecided()).isEmpty();
  }

  @Test
  void markerOfAnUnknownInitiatorChangesNothing() {
    ScriptedMachine b = machine("AB", NON_FIFO, "B");

    assertThat(b.marker("A", "X.1.1", 0)).isEmpty();
    assertThat(b.message("A", "m", "X.1.1")).containsExactly("deliver m");
    assertThat(b.decided("X.1.1")).isEmpty();
    assertThat(b.undecided()).isEmpty();
  }

  @Test
  void markerOfAnOwnSnapshotThatHasNotBegunChangesNothing() {
    ScriptedMachine b = machine("AB", NON_FIFO, "B");

    assertThat(b.marker("A", "B.1.1", 0)).isEmpty();
    assertThat(b.message("A", "m", "B.1.2")).containsExactly("deliver m");
    assertThat(b.initiate()).contains("B.1.1: state");
  }

  @Test
  void markerFromAProcessWithoutAChannelClosesNone() {
    TreeMap<Channel, ChannelOrder> ring = new TreeMap<>();
    ring.put(new Channel("A", "B"), FIFO);
    ring.put(new Channel("B", "C"), FIFO);
    ring.put(new Channel("C", "A"), FIFO);
    ScriptedMachine b = new ScriptedMachine(Topology.of(List.of("A", "B", "C"), ring), "B");
    b.initiate();

    assertThat(b.marker("C", "B.1.1", 0)).isEmpty();
    assertThat(b.marker("A", "B.1.1", 0)).containsExactly("B.1.1: A→B closed", "B.1.1: complete");
  }

  // ------------------------------------------------------ several at once

  @Test
  void snapshotsOfSeveralInitiatorsAreRecordedApart() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    b.initiate();
    assertThat(b.message("A", "m1")).containsExactly("B.1.1: A→B holds m1", "deliver m1");
    assertThat(b.marker("C", "C.1.1", 0))
        .containsExactly(
            "C.1.1: state",
            "C.1.1: marker to A after 0",
            "C.1.1: marker to C after 0",
            "C.1.1: C→B closed");

    assertThat(b.undecided()).containsExactly("B.1.1", "C.1.1");
    assertThat(b.message("A", "m2"))
        .containsExactly("B.1.1: A→B holds m2", "C.1.1: A→B holds m2", "deliver m2");
    assertThat(b.marker("A", "B.1.1", 2)).containsExactly("B.1.1: A→B closed");
    assertThat(b.message("A", "m3")).containsExactly("C.1.1: A→B holds m3", "deliver m3");
    assertThat(b.marker("A", "C.1.1", 3)).containsExactly("C.1.1: A→B closed", "C.1.1: complete");
    assertThat(b.message("C", "m4")).containsExactly("B.1.1: C→B holds m4", "deliver m4");
    assertThat(b.marker("C", "B.1.1", 1)).containsExactly("B.1.1: C→B closed", "B.1.1: complete");
  }

  @Test
  void snapshotsOfOneInitiatorAreRecordedApart() {
    ScriptedMachine a = machine("AB", FIFO, "A");
    a.initiate();
    a.message("B", "m1");
    a.initiate();

    assertThat(a.message("B", "m2"))
        .containsExactly("A.1.1: B→A holds m2", "A.1.2: B→A holds m2", "deliver m2");
    assertThat(a.marker("B", "A.1.2", 2)).containsExactly("A.1.2: B→A closed", "A.1.2: complete");
    assertThat(a.marker("B", "A.1.1", 2)).containsExactly("A.1.1: B→A closed", "A.1.1: complete");
  }

  @Test
  void numbersGoOnInTheNextIncarnation() {
    ScriptedMachine a = machine("AB", FIFO, "A");
    a.initiate(1);
    a.restart();

    assertThat(a.initiate(2)).contains("A.2.2: state");
    assertThat(a.undecided()).containsExactly("A.1.1", "A.2.2");
  }

  // ------------------------------------------------------------ decisions

  @Test
  void decisionInTheMiddleEndsTheRecording() {
    ScriptedMachine a = machine("ABC", FIFO, "A");
    a.initiate();
    a.message("B", "m1");

    assertThat(a.decided("A.1.1")).isEmpty();
    assertThat(a.undecided()).isEmpty();
    assertThat(a.message("B", "m2")).containsExactly("deliver m2");
    assertThat(a.marker("B", "A.1.1", 2)).isEmpty();
    assertThat(a.marker("C", "A.1.1", 0)).isEmpty();
  }

  @Test
  void decisionOnOneSnapshotLeavesTheOthersAlone() {
    ScriptedMachine a = machine("AB", FIFO, "A");
    a.initiate();
    a.initiate();
    a.initiate();
    a.decided("A.1.2");

    assertThat(a.undecided()).containsExactly("A.1.1", "A.1.3");
    assertThat(a.message("B", "m"))
        .containsExactly("A.1.1: B→A holds m", "A.1.3: B→A holds m", "deliver m");
  }

  @Test
  void markerOfASnapshotThatWasAbortedBeforeItCameHereChangesNothing() {
    ScriptedMachine b = machine("ABC", NON_FIFO, "B");
    b.decided("A.1.1");
    b.decided("A.1.1");

    assertThat(b.marker("C", "A.1.1", 0)).isEmpty();
    assertThat(b.message("A", "m", "A.1.1")).containsExactly("deliver m");
    assertThat(b.undecided()).isEmpty();
  }

  @Test
  void markersOfAnOlderOpenSnapshotCountAfterNewerOnesAreDecided() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    b.marker("A", "A.1.1", 0);
    b.decided("A.1.3");
    b.decided("A.1.4");

    assertThat(b.marker("C", "A.1.1", 0)).containsExactly("A.1.1: C→B closed", "A.1.1: complete");
    assertThat(b.marker("C", "A.1.2", 0)).contains("A.1.2: state");
    assertThat(b.marker("C", "A.1.3", 0)).isEmpty();
    assertThat(b.marker("C", "A.1.4", 0)).isEmpty();
    assertThat(b.machine().decidedUpTo(0)).isZero();
    assertThat(b.machine().decidedAbove(0)).containsExactly(3L, 4L);
  }

  @Test
  void decisionsMayOvertakeEachOtherFurtherThanTheSpan() {
    ScriptedMachine b = machine("ABC", FIFO, "B", new Limits(64, 100, 2));
    for (long number = 9; number >= 1; number--) {
      b.decided("A.1." + number);
    }

    assertThat(b.marker("C", "A.1.9", 0)).isEmpty();
    assertThat(b.machine().decidedUpTo(0)).isEqualTo(9);
  }

  // --------------------------------------------------------------- bounds

  @Test
  void initiatorThatRecordsAsManyAsItMayIsBusy() {
    ScriptedMachine a = machine("AB", FIFO, "A", new Limits(2, 100, 100));
    a.initiate();
    a.marker("B", "B.1.1", 0);

    assertThat(a.initiate())
        .containsExactly("busy: A already records 2 snapshots, the most it may");
    a.decided("B.1.1");
    assertThat(a.initiate()).contains("A.1.2: state");
  }

  @Test
  void initiatorWhoseOldestSnapshotStaysUndecidedIsBusy() {
    ScriptedMachine a = machine("AB", FIFO, "A", new Limits(100, 100, 3));
    a.initiate();
    a.initiate();
    a.initiate();
    a.decided("A.1.2");
    a.decided("A.1.3");

    assertThat(a.initiate())
        .containsExactly(
            "busy: snapshot 1 of A is still undecided, and 2 came after it, the most that may");
    a.decided("A.1.1");
    assertThat(a.initiate()).contains("A.1.4: state");
  }

  @Test
  void memberThatRecordsAsManyAsItMayFails() {
    ScriptedMachine b = machine("ABC", FIFO, "B", new Limits(1, 100, 100));
    b.marker("A", "A.1.1", 0);

    assertThat(b.marker("A", "A.1.2", 0))
        .containsExactly("A.1.2: failed: B already records 1 snapshots, the most it may");
    assertThat(b.undecided()).containsExactly("A.1.1");
  }

  @Test
  void memberFailsASnapshotThatItsInitiatorCannotHaveBegunYet() {
    ScriptedMachine b = machine("ABC", FIFO, "B", new Limits(100, 100, 3));
    b.marker("A", "A.1.3", 0);

    assertThat(b.marker("A", "A.1.4", 0))
        .containsExactly(
            "A.1.4: failed: snapshot A.1.4 lies 3 or more above the oldest undecided one of A");
    b.decided("A.1.1");
    b.decided("A.1.2");
    assertThat(b.marker("A", "A.1.5", 0)).contains("A.1.5: state");
  }

  @Test
  void memberFailsOnce() {
    ScriptedMachine b = machine("ABC", NON_FIFO, "B", new Limits(1, 100, 3));
    b.initiate();

    assertThat(b.message("A", "m1", "A.1.1", "C.1.4"))
        .containsExactly(
            "A.1.1: failed: B already records 1 snapshots, the most it may",
            "C.1.4: failed: B already records 1 snapshots, the most it may",
            "B.1.1: A→B holds m1",
            "deliver m1");
    b.decided("B.1.1");
    assertThat(b.message("A", "m2", "A.1.1", "C.1.4")).containsExactly("deliver m2");
    assertThat(b.marker("A", "A.1.1", 0)).isEmpty();
    assertThat(b.marker("C", "A.1.1", 0)).isEmpty();
    assertThat(b.marker("C", "C.1.4", 0)).isEmpty();
  }

  /**
   * B has no room for C's snapshot and delivers m2, which A sent after its cut. Had B joined later,
   * it would have counted m2, and lost m1, which was in flight.
   */
  @Test
  void memberThatDeliveredAMessageFromAfterTheCutDoesNotJoinLater() {
    ScriptedMachine b = machine("ABC", NON_FIFO, "B", new Limits(1, 100, 100));
    b.initiate();

    assertThat(b.message("A", "m2", "C.1.1"))
        .contains("C.1.1: failed: B already records 1 snapshots, the most it may");
    b.decided("B.1.1");
    assertThat(b.marker("A", "C.1.1", 1)).isEmpty();
    assertThat(b.marker("C", "C.1.1", 0)).isEmpty();
    assertThat(b.message("A", "m1")).containsExactly("deliver m1");
  }

  @Test
  void memberThatRecordsMoreMessagesThanItMayFails() {
    ScriptedMachine b = machine("ABC", FIFO, "B", new Limits(100, 2, 100));
    b.initiate();
    b.message("A", "m1");
    b.message("C", "m2");

    assertThat(b.message("A", "m3"))
        .containsExactly(
            "B.1.1: failed: B has recorded 2 messages in flight for snapshot B.1.1, the most it"
                + " may; the last came on channel A→B",
            "deliver m3");
    assertThat(b.message("A", "m4")).containsExactly("deliver m4");
    assertThat(b.marker("A", "B.1.1", 4)).isEmpty();
    assertThat(b.marker("C", "B.1.1", 1)).isEmpty();
  }

  @Test
  void boundOnMessagesHoldsForEachSnapshot() {
    ScriptedMachine b = machine("AB", FIFO, "B", new Limits(100, 1, 100));
    b.initiate();
    b.message("A", "m1");
    b.initiate();

    assertThat(b.message("A", "m2"))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("B.1.1: failed"),
            line -> assertThat(line).isEqualTo("B.1.2: A→B holds m2"),
            line -> assertThat(line).isEqualTo("deliver m2"));
  }

  @Test
  void failedSnapshotIsRememberedUntilItIsDecided() {
    ScriptedMachine b = machine("AB", NON_FIFO, "B", new Limits(100, 0, 100));
    b.initiate();
    b.message("A", "m");

    assertThat(b.undecided()).containsExactly("B.1.1");
    assertThat(b.send("A")).as("what comes from after the cut").containsExactly("B.1.1");
    b.decided("B.1.1");
    assertThat(b.undecided()).isEmpty();
  }

  // ------------------------------------------------------ broken promises

  @Test
  void markerThatOvertakesAMessageOnAFifoChannelIsDetected() {
    ScriptedMachine b = machine("AB", FIFO, "B");
    b.message("A", "m1");

    assertThat(b.marker("A", "A.1.1", 2))
        .containsExactly(
            "A.1.1: state",
            "A.1.1: marker to A after 0",
            "A.1.1: failed: channel A→B broke its promise (FIFO): 1 messages from before the cut of"
                + " A in snapshot A.1.1 had arrived when its marker came, and the marker counts 2");
    assertThat(b.message("A", "m2")).containsExactly("deliver m2");
  }

  @Test
  void messageThatOvertakesAMarkerOnAFifoChannelIsDetected() {
    ScriptedMachine b = machine("AB", FIFO, "B");
    b.initiate();
    b.message("A", "m1");
    b.message("A", "m2");

    assertThat(b.marker("A", "B.1.1", 1))
        .containsExactly(
            "B.1.1: failed: channel A→B broke its promise (FIFO): 2 messages from before the cut of"
                + " A in snapshot B.1.1 had arrived when its marker came, and the marker counts 1");
  }

  @Test
  void idsThatGotLostOnANonFifoChannelAreDetected() {
    ScriptedMachine b = machine("AB", NON_FIFO, "B");
    b.initiate();
    b.message("A", "m1");

    assertThat(b.marker("A", "B.1.1", 0))
        .containsExactly(
            "B.1.1: failed: channel A→B broke its promise (every message carries its undecided snapshots; unless this one is decided): 1"
                + " messages from before the cut of A in snapshot B.1.1 had arrived when its marker"
                + " came, and the marker counts 0");
  }

  // ------------------------------------------------------ after a restart

  @Test
  void recordingGoesOnAfterARestart() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    b.message("A", "m1");
    b.initiate();
    b.message("A", "m2");
    b.marker("C", "B.1.1", 0);
    b.restart();

    assertThat(b.message("C", "m3")).containsExactly("deliver m3");
    assertThat(b.message("A", "m4")).containsExactly("B.1.1: A→B holds m4", "deliver m4");
    b.restart();
    assertThat(b.marker("A", "B.1.1", 3)).containsExactly("B.1.1: A→B closed", "B.1.1: complete");
    b.restart();
    assertThat(b.marker("A", "B.1.1", 3)).as("not complete again").isEmpty();
    assertThat(b.undecided()).containsExactly("B.1.1");
  }

  @Test
  void channelThatWaitsForMessagesStillDoesSoAfterARestart() {
    ScriptedMachine b = machine("AB", NON_FIFO, "B");
    b.marker("A", "A.1.1", 2);
    b.message("A", "m1");
    b.restart();

    assertThat(b.send("A")).containsExactly("A.1.1");
    assertThat(b.message("A", "m2")).contains("A.1.1: A→B closed", "A.1.1: complete");
  }

  @Test
  void boundOnMessagesHoldsAcrossARestart() {
    ScriptedMachine b = machine("AB", FIFO, "B", new Limits(100, 1, 100));
    b.initiate();
    b.message("A", "m1");
    b.restart();

    assertThat(b.message("A", "m2")).first().asString().startsWith("B.1.1: failed");
    b.restart();
    assertThat(b.message("A", "m3")).as("failed once").containsExactly("deliver m3");
  }

  @Test
  void decisionsAndRefusalsAreKnownAfterARestart() {
    ScriptedMachine b = machine("ABC", FIFO, "B", new Limits(1, 100, 100));
    b.decided("A.1.2");
    b.initiate();
    b.marker("C", "C.1.1", 0);
    b.decided("B.1.1");
    b.restart();

    assertThat(b.marker("A", "A.1.2", 0)).isEmpty();
    assertThat(b.marker("A", "C.1.1", 0)).isEmpty();
    assertThat(b.marker("A", "A.1.1", 0)).contains("A.1.1: state");
  }

  @Test
  void countsAreKnownAfterARestart() {
    ScriptedMachine b = machine("AB", FIFO, "B");
    b.send("A");
    b.send("A");
    b.message("A", "m");
    b.restart();

    assertThat(b.marker("A", "A.1.1", 1))
        .containsExactly(
            "A.1.1: state", "A.1.1: marker to A after 2", "A.1.1: A→B closed", "A.1.1: complete");
  }

  @Test
  void whatSomebodyMadeUpEndsWithTheDecisionOnItsNumber() {
    ScriptedMachine b = machine("ABC", FIFO, "B");
    b.marker("C", "A.9.1", 0);
    b.marker("A", "A.1.1", 0);
    assertThat(b.machine().decided(new SnapshotId("A", 1, 1)))
        .containsExactly(new SnapshotId("A", 9, 1), new SnapshotId("A", 1, 1));
    assertThat(b.machine().undecided()).isEmpty();
  }

  @Test
  void whatIsSavedDoesNotChangeAnyMore() {
    ScriptedMachine b = machine("AB", NON_FIFO, "B");
    b.initiate();
    RecordingState saved = requireNonNull(b.machine().recording(new SnapshotId("B", 1, 1)));
    b.message("A", "m1");
    b.marker("A", "B.1.1", 2);

    assertThat(saved.arrived()).containsExactly(0, 0);
    assertThat(saved.announced()).containsExactly(-1, -1);
  }

  @Test
  void whatIsNotUndecidedHasNoRecording() {
    ScriptedMachine b = machine("AB", FIFO, "B");

    assertThat(b.machine().recording(new SnapshotId("A", 1, 1))).isNull();
    assertThat(b.machine().isComplete(new SnapshotId("A", 1, 1))).isFalse();
  }

  @Test
  void partIsCompleteFromItsLastMarkerToTheDecision() {
    ScriptedMachine b = machine("AB", FIFO, "B");
    SnapshotId id = new SnapshotId("B", 1, 1);
    b.initiate();
    assertThat(b.machine().isComplete(id)).isFalse();
    b.marker("A", "B.1.1", 0);
    b.restart();
    assertThat(b.machine().isComplete(id)).isTrue();
    b.decided("B.1.1");
    assertThat(b.machine().isComplete(id)).isFalse();
  }

  @Test
  void partThatFailedIsNeverComplete() {
    ScriptedMachine b = machine("AB", FIFO, "B");
    b.initiate();
    b.marker("A", "B.1.1", 7);

    assertThat(b.machine().isComplete(new SnapshotId("B", 1, 1))).isFalse();
  }
}
