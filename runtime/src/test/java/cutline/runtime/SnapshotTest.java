package cutline.runtime;

import static cutline.runtime.PlayedPeer.acknowledgement;
import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.decision;
import static cutline.runtime.PlayedPeer.hello;
import static cutline.runtime.PlayedPeer.marker;
import static cutline.runtime.PlayedPeer.part;
import static cutline.runtime.PlayedPeer.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.Initiation;
import cutline.core.Limits;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.core.Topology;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import cutline.runtime.wire.ChannelState;
import cutline.runtime.wire.Decision;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.LocalSnapshot;
import cutline.runtime.wire.Report;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node's part in snapshots, as initiator and as member. */
class SnapshotTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final SnapshotId FIRST = new SnapshotId("A", 1, 1);

  /** A member of the snapshots of B. */
  private static final SnapshotId OF_B = new SnapshotId("B", 1, 1);

  private final NodeUnderTest a = NodeUnderTest.named("A");

  private static ByteString state(long balance) {
    State state = new State(balance, new TreeMap<>(), new TreeMap<>());
    return ByteString.copyFrom(new PurseCodec(0).encodeState(state));
  }

  /** A member's part with nothing in flight. */
  private static Report local(long balance, String... from) {
    LocalSnapshot.Builder local = LocalSnapshot.newBuilder().setState(state(balance));
    for (String sender : from) {
      local.addChannels(ChannelState.newBuilder().setFrom(sender));
    }
    return Report.newBuilder().setLocal(local).build();
  }

  private static Report failed(String reason) {
    return Report.newBuilder().setFailed(reason).build();
  }

  private GlobalSnapshot<State, Coins> onlyDecision() {
    assertThat(a.told.decisions).hasSize(1);
    return a.told.decisions.getFirst().decided().snapshot();
  }

  private static Decision decisionHeard(PlayedPeer peer) {
    return peer.entries().stream()
        .filter(Entry::hasDecision)
        .map(Entry::getDecision)
        .findFirst()
        .orElseThrow();
  }

  // -------------------------------------------------------------- initiator

  @Test
  void allReportsMakeItComplete() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    assertThat(a.initiate("request", TIMEOUT)).isEqualTo(new Initiation.Started(FIRST));
    b.says(marker(1, FIRST, 0), report(2, FIRST, local(7, "A", "C")));
    c.says(coins(1, 1, 5), marker(2, FIRST, 1));
    assertThat(a.told.decisions).isEmpty();
    a.after(123);
    c.says(report(3, FIRST, local(8, "A", "B")));
    GlobalSnapshot<State, Coins> snapshot = onlyDecision();
    assertThat(snapshot.id()).isEqualTo(FIRST);
    assertThat(snapshot.status()).isEqualTo(SnapshotStatus.COMPLETE);
    assertThat(snapshot.reason()).isNull();
    assertThat(snapshot.markers()).isEqualTo(6);
    assertThat(snapshot.states().get("A")).extracting(State::balance).isEqualTo(1_000L);
    assertThat(snapshot.states().get("B")).extracting(State::balance).isEqualTo(7L);
    assertThat(snapshot.channels().values()).containsExactly(List.of(new Coins(1, 5, 0)));
    assertThat(a.told.decisions.getFirst().request()).isEqualTo("request");
    assertThat(a.told.decisions.getFirst().decided().took()).isEqualTo(Duration.ofNanos(123));
    assertThat(decisionHeard(b).getStatus()).isEqualTo(Decision.Status.COMPLETE);
    assertThat(decisionHeard(c)).isEqualTo(decisionHeard(b));
  }

  @Test
  void aReportInPartsIsJoined() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    a.initiate("request", TIMEOUT);
    b.says(marker(1, FIRST, 0), report(2, FIRST, local(7, "A", "C")));
    byte[] whole = local(8, "A", "B").toByteArray();
    c.says(marker(1, FIRST, 0), part(2, FIRST, 0, 2, Arrays.copyOf(whole, 9)));
    assertThat(a.told.decisions).isEmpty();
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    c = PlayedPeer.accepts(later, "C");
    c.says(hello(c.greeting().setSent(2).setReceived(1)));
    c.says(part(3, FIRST, 1, 2, Arrays.copyOfRange(whole, 9, whole.length)));
    assertThat(later.told.decisions.getFirst().decided().snapshot().isComplete()).isTrue();
  }

  @Test
  void aRestartedInitiatorHasItsOwnPart() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    a.initiate("request", TIMEOUT);
    c.says(marker(1, FIRST, 0));
    b.says(marker(1, FIRST, 0), report(2, FIRST, local(7, "A", "C")));
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    c = PlayedPeer.accepts(later, "C");
    c.says(hello(c.greeting().setSent(1)), report(2, FIRST, local(8, "A", "B")));
    GlobalSnapshot<State, Coins> snapshot = later.told.decisionsOn("request").getFirst();
    assertThat(snapshot.isComplete()).isTrue();
    assertThat(snapshot.states().values())
        .extracting(State::balance)
        .containsExactly(1_000L, 7L, 8L);
  }

  @Test
  void theDeadlineMakesItIncomplete() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.initiate("request", TIMEOUT);
    b.says(marker(1, FIRST, 0), report(2, FIRST, local(7, "A", "C")));
    a.after(TIMEOUT.minusNanos(1));
    assertThat(a.told.decisions).isEmpty();
    assertThat(a.node.nextStep()).isEqualTo(TIMEOUT.toNanos());
    a.after(1);
    GlobalSnapshot<State, Coins> snapshot = onlyDecision();
    assertThat(snapshot.status()).isEqualTo(SnapshotStatus.INCOMPLETE);
    assertThat(snapshot.reason()).isEqualTo("no report from A, C");
    assertThat(snapshot.states().keySet()).containsExactly("B");
    assertThat(decisionHeard(b).getStatus()).isEqualTo(Decision.Status.INCOMPLETE);
    assertThat(decisionHeard(b).getReason()).isEqualTo("no report from A, C");
  }

  @Test
  void whatComesInTheStepOfTheDeadlineCounts() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    a.initiate("request", TIMEOUT);
    b.says(marker(1, FIRST, 0), report(2, FIRST, local(7, "A", "C")));
    c.says(marker(1, FIRST, 0));
    a.now += TIMEOUT.toNanos();
    c.says(report(2, FIRST, local(8, "A", "B")));
    assertThat(onlyDecision().status()).isEqualTo(SnapshotStatus.COMPLETE);
  }

  @Test
  void theOwnPartThatEndsInTheStepOfTheDeadlineCounts() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    a.initiate("request", TIMEOUT);
    b.says(marker(1, FIRST, 0), report(2, FIRST, local(7, "A", "C")));
    c.says(report(1, FIRST, local(8, "A", "B")));
    a.now += TIMEOUT.toNanos();
    c.says(marker(2, FIRST, 0));
    assertThat(onlyDecision().status()).isEqualTo(SnapshotStatus.COMPLETE);
  }

  /** On a channel that is not FIFO, it may be a message that ends the part. */
  @Test
  void theLastMessageInTheStepOfTheDeadlineCounts() {
    NodeUnderTest node = of(Topology.complete(List.of("A", "B"), ChannelOrder.NON_FIFO));
    PlayedPeer b = PlayedPeer.connected(node, "B");
    node.initiate("request", TIMEOUT);
    b.says(marker(1, FIRST, 1), report(2, FIRST, local(7, "A")));
    node.now += TIMEOUT.toNanos();
    b.says(coins(3, 1, 5));
    assertThat(node.told.decisionsOn("request").getFirst().isComplete()).isTrue();
  }

  @Test
  void oneThatIsAloneNeedsNoTime() {
    NodeUnderTest node = of(Topology.complete(List.of("A"), ChannelOrder.FIFO));
    node.initiate("request", Duration.ZERO);
    assertThat(node.told.decisionsOn("request").getFirst().isComplete()).isTrue();
  }

  private static NodeUnderTest of(Topology topology) {
    return new NodeUnderTest(NodeConfig.of("bank", "A", topology, 1), new FragileStore()).step();
  }

  @Test
  void aFailedReportAbortsIt() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.initiate("request", TIMEOUT);
    b.says(report(1, FIRST, failed("B is\ntired")));
    assertThat(onlyDecision().status()).isEqualTo(SnapshotStatus.ABORTED);
    assertThat(onlyDecision().reason()).isEqualTo("B is tired");
    assertThat(decisionHeard(b).getStatus()).isEqualTo(Decision.Status.ABORTED);
    assertThat(a.node.part(FIRST)).isEmpty();
  }

  @Test
  void aBrokenChannelAbortsIt() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.initiate("request", TIMEOUT);
    b.says(coins(1, 1, 5), marker(2, FIRST, 2));
    assertThat(onlyDecision().status()).isEqualTo(SnapshotStatus.ABORTED);
    assertThat(onlyDecision().reason()).startsWith("channel B→A broke its promise (FIFO)");
    assertThat(a.told.warnings.getFirst()).startsWith("A gives up snapshot A.1.1: channel B→A");
  }

  @Test
  void lateReportsAndMarkersChangeNothing() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.initiate("request", TIMEOUT);
    a.after(TIMEOUT);
    int entries = b.entries().size();
    b.says(marker(1, FIRST, 0), report(2, FIRST, local(7, "A", "C")));
    b.says(report(3, new SnapshotId("A", 1, 9), failed("who knows")));
    assertThat(a.told.decisions).hasSize(1);
    assertThat(b.entries()).hasSize(entries);
    assertThat(b.isClosed()).isFalse();
    assertThat(a.store.count("report ")).isZero();
  }

  @Test
  void theSameReportTwiceIsOne() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.initiate("request", TIMEOUT);
    Report report = local(7, "A", "C");
    b.says(marker(1, FIRST, 0), report(2, FIRST, report), report(3, FIRST, report));
    assertThat(b.isClosed()).isFalse();
    a.after(TIMEOUT);
    assertThat(onlyDecision().reason()).isEqualTo("no report from A, C");
  }

  @Test
  void anotherReportEndsTheConnection() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.initiate("request", TIMEOUT);
    b.says(
        marker(1, FIRST, 0),
        report(2, FIRST, local(7, "A", "C")),
        report(3, FIRST, local(8, "A", "C")));
    assertThat(b.isClosed()).isTrue();
    assertThat(a.told.warnings)
        .containsExactly(
            "A ended the connection of B (B's address): entry 3: part 0 twice, and not the same");
  }

  /** Refused, it would come again for ever, and hold up all that follows it. */
  @Test
  void aReportThatMakesNoSenseAbortsTheSnapshotAndNothingElse() {
    Report bad =
        Report.newBuilder()
            .setLocal(LocalSnapshot.newBuilder().setState(ByteString.copyFromUtf8("no purse")))
            .build();
    a.initiate("request", TIMEOUT);
    PlayedPeer b = PlayedPeer.connected(a, "B").says(report(1, FIRST, bad));
    assertAborted(a, b, "the report of B makes no sense: ");
    assertThat(b.says(PlayedPeer.coins(2, 1, 10)).isClosed()).isFalse();
    NodeUnderTest again = a.restarted(NodeUnderTest.config("A", 2));
    again.initiate("request", TIMEOUT);
    assertThat(again.told.decisionsOn("request")).hasSize(1);
  }

  private static void assertAborted(NodeUnderTest node, PlayedPeer b, String reason) {
    assertThat(b.isClosed()).isFalse();
    assertThat(node.told.decisionsOn("request")).hasSize(1);
    GlobalSnapshot<State, Coins> decided = node.told.decisionsOn("request").getFirst();
    assertThat(decided.status()).isEqualTo(SnapshotStatus.ABORTED);
    assertThat(decided.reason()).startsWith(reason);
  }

  @Test
  void aReportMustHaveJustTheChannelsThatThereAre() {
    for (String[] channels : new String[][] {{}, {"A"}, {"A", "B"}, {"A", "C", "X"}}) {
      NodeUnderTest node = NodeUnderTest.named("A");
      PlayedPeer b = PlayedPeer.connected(node, "B");
      node.initiate("request", TIMEOUT);
      b.says(report(1, FIRST, local(7, channels)));
      assertAborted(
          node,
          b,
          "the report of B makes no sense: it does not have just the channels from [A, C]");
    }
  }

  @Test
  void aReportMustNameAChannelOnce() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.initiate("request", TIMEOUT);
    Report doubled =
        Report.newBuilder()
            .setLocal(
                local(7, "A", "C").getLocal().toBuilder()
                    .addChannels(ChannelState.newBuilder().setFrom("A")))
            .build();
    b.says(report(1, FIRST, doubled));
    assertAborted(a, b, "the report of B makes no sense: it names the channel from A twice");
  }

  @Test
  void aReportOnAnothersSnapshotEndsTheConnection() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(report(1, OF_B, failed("B is tired")));
    assertThat(b.isClosed()).isTrue();
    assertThat(a.told.warnings.getFirst())
        .endsWith("entry 1: a report on B.1.1, which another process initiated");
  }

  // ---------------------------------------------------------------- requests

  @Test
  void aRepeatedRequestIsTheSameSnapshot() {
    assertThat(a.initiate("request", TIMEOUT)).isEqualTo(new Initiation.Started(FIRST));
    assertThat(a.initiate("request", TIMEOUT)).isEqualTo(new Initiation.Started(FIRST));
    assertThat(a.initiate("other", TIMEOUT))
        .isEqualTo(new Initiation.Started(new SnapshotId("A", 1, 2)));
    assertThat(PlayedPeer.connected(a, "B").entries()).hasSize(2);
  }

  @Test
  void aRepeatedRequestIsToldTheDecisionAgain() {
    a.initiate("request", TIMEOUT);
    a.after(TIMEOUT);
    assertThat(a.initiate("request", TIMEOUT)).isEqualTo(new Initiation.Started(FIRST));
    assertThat(a.told.decisions).hasSize(2);
    assertThat(a.told.decisions.getLast()).isEqualTo(a.told.decisions.getFirst());
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(later.told.decisions).isEmpty();
    assertThat(later.initiate("request", TIMEOUT)).isEqualTo(new Initiation.Started(FIRST));
    assertThat(later.told.decisions).containsExactly(a.told.decisions.getFirst());
  }

  @Test
  void aRestartedInitiatorGoesOn() {
    a.initiate("request", TIMEOUT);
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(later.initiate("request", TIMEOUT)).isEqualTo(new Initiation.Started(FIRST));
    assertThat(later.initiate("other", TIMEOUT))
        .isEqualTo(new Initiation.Started(new SnapshotId("A", 2, 2)));
    later.after(TIMEOUT);
    assertThat(later.told.decisions)
        .extracting(Told.Decision::request)
        .containsExactly("request", "other");
  }

  /** The deadline counts while the initiator is up; else one that dies again and again has none. */
  @Test
  void whatASnapshotHasWaitedCountsAfterARestart() {
    NodeUnderTest node = a;
    node.initiate("request", TIMEOUT);
    for (int life = 2; life <= 10; life++) {
      upFor(node, Duration.ofSeconds(3));
      assertThat(node.told.decisions).isEmpty();
      node = node.restarted(NodeUnderTest.config("A", life));
    }
    upFor(node, Duration.ofMillis(2_900));
    assertThat(node.told.decisions).isEmpty();
    // It is saved every 100 ms: that much may be lost with each of the 9 lives.
    upFor(node, Duration.ofSeconds(1));
    Decided<State, Coins> decided = node.told.decisions.getFirst().decided();
    assertThat(decided.snapshot().reason()).isEqualTo("no report from A, B, C");
    assertThat(decided.took()).isEqualTo(TIMEOUT);
  }

  private static void upFor(NodeUnderTest node, Duration time) {
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; ) {
      node.after(Duration.ofMillis(10));
      passed = passed.plusMillis(10);
    }
  }

  @Test
  void theLastSixteenRequestsAreRemembered() {
    for (int number = 1; number <= 100; number++) {
      a.initiate("request " + number, TIMEOUT);
      a.after(TIMEOUT);
    }
    assertRemembered(a, 85, 100);
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertRemembered(later, 85, 100);
    later.initiate("request 101", TIMEOUT);
    later.after(TIMEOUT);
    assertRemembered(later, 86, 101);
  }

  private static void assertRemembered(NodeUnderTest node, int from, int to) {
    assertThat(node.store.count("initiation ")).isEqualTo(16);
    for (int number = from; number <= to; number++) {
      int told = node.told.decisions.size();
      Initiation initiation = node.initiate("request " + number, TIMEOUT);
      assertThat(((Initiation.Started) initiation).id().number()).isEqualTo(number);
      assertThat(node.told.decisions).hasSize(told + 1);
    }
  }

  @Test
  void aTimeoutIsFromNothingToADay() {
    for (Duration timeout : List.of(Duration.ofNanos(-1), Duration.ofDays(1).plusNanos(1))) {
      a.act(() ->
          assertThatThrownBy(() -> a.node.initiate("request", timeout))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("a timeout of " + timeout));
    }
    assertThat(a.initiate("long", Duration.ofDays(1))).isInstanceOf(Initiation.Started.class);
    assertThat(a.initiate("short", Duration.ZERO)).isInstanceOf(Initiation.Started.class);
  }

  // ------------------------------------------------------------------ member

  @Test
  void aMemberGivesUpWhenNoInitiatorCouldWaitAnyLonger() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(marker(1, OF_B, 0));
    a.after(Duration.ofDays(1).minusNanos(1));
    assertThat(a.node.openSnapshots()).hasSize(1);
    assertThat(a.node.nextStep()).isEqualTo(a.now + 1);
    a.after(1);
    assertThat(a.node.openSnapshots()).isEmpty();
    assertThat(a.store.count("recording ")).isZero();
    assertThat(a.store.count("part ")).isZero();
    assertThat(a.told.warnings)
        .containsExactly(
            "A gives up snapshot B.1.1: A could not finish its part in PT24H, and heard of no decision");
    assertThat(b.entries().getLast().hasReport()).isTrue();
    PlayedPeer.connected(a, "C").says(marker(1, OF_B, 0));
    assertThat(a.node.openSnapshots()).isEmpty();
  }

  @Test
  void aMemberGivesUpAfterARestartToo() {
    PlayedPeer.connected(a, "B").says(marker(1, OF_B, 0));
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    later.after(Duration.ofDays(1).minusNanos(1));
    assertThat(later.node.openSnapshots()).hasSize(1);
    later.after(1);
    assertThat(later.node.openSnapshots()).isEmpty();
    assertThat(later.told.warnings).hasSize(1);
  }

  /** Its part is promised: the initiator may decide whenever it comes back. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMemberKeepsAFinishedPart(boolean isRestarted) {
    PlayedPeer.connected(a, "B").says(marker(1, OF_B, 0));
    PlayedPeer.connected(a, "C").says(marker(1, OF_B, 0));
    NodeUnderTest member = isRestarted ? a.restarted(NodeUnderTest.config("A", 2)) : a;
    member.after(Duration.ofDays(2));
    assertThat(member.node.part(OF_B)).isPresent();
    assertThat(member.told.warnings).isEmpty();
  }

  @Test
  void whoHasGivenUpDoesSoOnce() {
    NodeConfig config = NodeUnderTest.config("A", new Limits(64, 0, 1_024));
    NodeUnderTest bounded = new NodeUnderTest(config, new FragileStore()).step();
    PlayedPeer.connected(bounded, "B").says(marker(1, OF_B, 0));
    PlayedPeer.connected(bounded, "C").says(coins(1, 1, 5));
    assertThat(bounded.told.warnings).hasSize(1);
    NodeUnderTest later = bounded.restarted(config);
    later.after(Duration.ofDays(2));
    assertThat(later.told.warnings).isEmpty();
  }

  @Test
  void theFirstMarkerMakesAMember() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    a.pay("C", 5);
    b.says(marker(1, OF_B, 0));
    assertThat(b.entries()).hasSize(1);
    assertThat(b.entries().getFirst().getMarker().getMessagesBefore()).isZero();
    assertThat(c.entries().getLast().getMarker().getMessagesBefore()).isEqualTo(1);
    c.says(coins(1, 1, 6), marker(2, OF_B, 1));
    assertThat(b.entries().getLast().getReport().getParts()).isEqualTo(1);
    assertThat(a.node.part(OF_B).orElseThrow().channels())
        .containsEntry("B", List.of())
        .containsEntry("C", List.of(new Coins(1, 6, 0)));
    assertThat(a.node.part(OF_B).orElseThrow().state().balance()).isEqualTo(995);
  }

  @Test
  void aMarkerTwiceIsOne() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(marker(1, OF_B, 0), coins(2, 1, 5), marker(3, OF_B, 1));
    assertThat(b.entries()).hasSize(1);
    assertThat(b.isClosed()).isFalse();
  }

  @Test
  void theDecisionEndsRecording() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    b.says(marker(1, OF_B, 0), decision(2, OF_B));
    c.says(marker(1, OF_B, 0));
    assertThat(b.entries()).hasSize(1);
    assertThat(a.node.part(OF_B)).isEmpty();
    assertThat(a.store.count("recording ") + a.store.count("part ")).isZero();
  }

  @Test
  void aMarkerBehindTheDecisionStartsNothing() {
    PlayedPeer.connected(a, "B").says(decision(1, OF_B));
    a.soon();
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    PlayedPeer c = PlayedPeer.connected(later, "C");
    c.says(marker(1, OF_B, 0));
    later.soon();
    assertThat(c.entries()).isEmpty();
    assertThat(c.acknowledgements()).containsExactly(1L);
  }

  @Test
  void aDecisionOnAnothersSnapshotEndsTheConnection() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(marker(1, OF_B, 0));
    PlayedPeer c = PlayedPeer.connected(a, "C");
    c.says(decision(1, OF_B));
    assertThat(c.isClosed()).isTrue();
    assertThat(a.told.warnings.getFirst())
        .endsWith("entry 1: a decision on B.1.1, which another process initiated");
    assertThat(a.store.count("recording ")).isEqualTo(1);
  }

  @Test
  void aDecisionThatSaysNothingEndsTheConnection() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(
        PlayedPeer.entry(
            Entry.newBuilder()
                .setNumber(1)
                .setDecision(Decision.newBuilder().setSnapshot(Wire.id(OF_B)))));
    assertThat(b.isClosed()).isTrue();
    assertThat(a.told.warnings.getFirst()).endsWith("entry 1: a decision of no known status");
  }

  @Test
  void aMarkerOfAStrangerIsConsumed() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(marker(1, new SnapshotId("X", 1, 1), 0));
    b.says(marker(2, new SnapshotId("A", 1, 77), 0));
    a.soon();
    assertThat(b.acknowledgements()).containsExactly(2L);
    assertThat(b.entries()).isEmpty();
    assertThat(b.isClosed()).isFalse();
  }

  @Test
  void aMemberAtItsBoundReportsThatItFailed() throws MalformedException {
    NodeUnderTest bounded =
        new NodeUnderTest(
                NodeUnderTest.config("A", new Limits(1, 1_000, 1_024)), new FragileStore())
            .step();
    PlayedPeer b = PlayedPeer.connected(bounded, "B");
    SnapshotId second = new SnapshotId("B", 1, 2);
    b.says(marker(1, OF_B, 0), marker(2, second, 0));
    assertThat(b.entries()).hasSize(2);
    Report report =
        Untrusted.parse(Report.parser(), b.entries().getLast().getReport().getData().toByteArray());
    assertThat(report.getFailed()).isEqualTo("A already records 1 snapshots, the most it may");
    assertThat(bounded.told.warnings)
        .containsExactly(
            "A gives up snapshot B.1.2: A already records 1 snapshots, the most it may");
    b.says(acknowledgement(2));
    assertThat(bounded.initiate("request", TIMEOUT))
        .isEqualTo(new Initiation.Busy("A already records 1 snapshots, the most it may"));
  }

  /** Who has given up must not take part after all: it has forgotten what it should record. */
  @Test
  void whoHasGivenUpStaysOutAfterARestart() {
    NodeConfig config = NodeUnderTest.config("A", new Limits(1, 1_000, 1_024));
    NodeUnderTest bounded = new NodeUnderTest(config, new FragileStore()).step();
    SnapshotId second = new SnapshotId("B", 1, 2);
    PlayedPeer.connected(bounded, "B").says(marker(1, OF_B, 0)).says(marker(2, second, 0));
    NodeUnderTest later = bounded.restarted(config);
    PlayedPeer b = PlayedPeer.accepts(later, "B");
    b.says(hello(b.greeting().setSent(2)), decision(3, OF_B));
    PlayedPeer c = PlayedPeer.connected(later, "C");
    assertThat(c.entries()).hasSize(1);
    c.says(marker(1, second, 0));
    assertThat(c.entries()).hasSize(1);
    assertThat(later.store.count("recording ")).isZero();
  }

  @Test
  void whoHasGivenUpRecordingHasSoAfterARestart() {
    NodeConfig config = NodeUnderTest.config("A", new Limits(64, 1, 1_024));
    NodeUnderTest bounded = new NodeUnderTest(config, new FragileStore()).step();
    PlayedPeer b = PlayedPeer.connected(bounded, "B");
    b.says(marker(1, OF_B, 0));
    PlayedPeer.connected(bounded, "C").says(coins(1, 1, 5)).says(coins(2, 2, 5));
    assertThat(b.entries()).hasSize(2);
    NodeUnderTest later = bounded.restarted(config);
    PlayedPeer c = PlayedPeer.accepts(later, "C");
    c.says(hello(c.greeting().setSent(3)), marker(3, OF_B, 2));
    assertThat(later.node.part(OF_B)).isEmpty();
    assertThat(later.told.warnings).isEmpty();
    b = PlayedPeer.accepts(later, "B");
    b.says(hello(b.greeting().setSent(1)));
    assertThat(b.entries()).hasSize(2);
    b.says(decision(2, OF_B));
    later.soon();
    assertThat(later.store.count("part ") + later.store.count("recording ")).isZero();
  }

  @Test
  void aDecisionToldTwiceLeavesThePart() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(marker(1, OF_B, 0));
    PlayedPeer.connected(a, "C").says(marker(1, OF_B, 0));
    b.says(decision(2, OF_B), decision(3, OF_B));
    assertThat(a.node.part(OF_B)).isPresent();
    assertThat(a.restarted(NodeUnderTest.config("A", 2)).node.part(OF_B)).isPresent();
  }

  @Test
  void thePartsOfTheLastSixteenAreKept() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    for (int number = 1; number <= 101; number++) {
      SnapshotId id = new SnapshotId("B", 1, number);
      b.says(marker(2L * number - 1, id, 0));
      c.says(marker(number, id, 0));
      b.says(decision(2L * number, id));
    }
    assertPartsKept(a, 86, 101);
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertPartsKept(later, 86, 101);
    b = PlayedPeer.accepts(later, "B");
    b.says(hello(b.greeting().setReceived(202).setSent(202)));
    c = PlayedPeer.accepts(later, "C");
    c.says(hello(c.greeting().setReceived(101).setSent(101)));
    SnapshotId id = new SnapshotId("B", 1, 102);
    b.says(marker(203, id, 0));
    c.says(marker(102, id, 0));
    b.says(decision(204, id));
    assertPartsKept(later, 87, 102);
  }

  private static void assertPartsKept(NodeUnderTest node, int from, int to) {
    node.soon();
    for (int number = 1; number <= to; number++) {
      assertThat(node.node.part(new SnapshotId("B", 1, number)).isPresent())
          .as("part %d of %d to %d", number, from, to)
          .isEqualTo(number >= from);
    }
    assertThat(node.store.count("part ")).isEqualTo(16);
  }
}
