package cutline.runtime;

import static cutline.runtime.PlayedPeer.abort;
import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.decision;
import static cutline.runtime.PlayedPeer.hello;
import static cutline.runtime.PlayedPeer.marker;
import static cutline.runtime.PlayedPeer.prepare;
import static cutline.runtime.PlayedPeer.report;
import static cutline.runtime.PlayedPeer.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import cutline.core.Initiation;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.core.Topology;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import cutline.runtime.Told.RestoreEnd;
import cutline.runtime.wire.ChannelState;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.LocalSnapshot;
import cutline.runtime.wire.Refusal;
import cutline.runtime.wire.Report;
import cutline.runtime.wire.RestoreVote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node's part in going back to a snapshot, as coordinator and as member. */
class RestoreTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Of A, with 1,000 in its purse and 5 in flight to it from C. */
  private static final SnapshotId FIRST = new SnapshotId("A", 1, 1);

  private static final String ATTEMPT = "A.1.1";
  private static final String OF_B = "B.1.1";
  private static final String UNDER_WAY = "a restore of snapshot A.1.1 is under way";

  private final NodeUnderTest a = NodeUnderTest.named("A");
  private PlayedPeer b = PlayedPeer.connected(a, "B");
  private PlayedPeer c = PlayedPeer.connected(a, "C");

  /** The first snapshot is complete; B has said 2 entries and C 3, A has said 2 to each. */
  RestoreTest() {
    a.initiate("first", TIMEOUT);
    b.says(marker(1, FIRST, 0), report(2, FIRST, local("A", "C")));
    c.says(coins(1, 1, 5), marker(2, FIRST, 1), report(3, FIRST, local("A", "B")));
    assertThat(a.told.decisions.getFirst().decided().snapshot().isComplete()).isTrue();
    assertThat(balance()).isEqualTo(1_005);
  }

  private static Report local(String... from) {
    State state = new State(7, new TreeMap<>(), new TreeMap<>());
    LocalSnapshot.Builder local =
        LocalSnapshot.newBuilder()
            .setState(ByteString.copyFrom(new PurseCodec(0).encodeState(state)));
    for (String sender : from) {
      local.addChannels(ChannelState.newBuilder().setFrom(sender));
    }
    return Report.newBuilder().setLocal(local).build();
  }

  private long balance() {
    return a.purse.capture().balance();
  }

  private static List<RestoreVote> votes(PlayedPeer peer) {
    return peer.entries().stream()
        .filter(Entry::hasRestoreVote)
        .map(Entry::getRestoreVote)
        .toList();
  }

  private static boolean heardAbort(PlayedPeer peer) {
    return peer.entries().stream().anyMatch(Entry::hasRestoreAbort);
  }

  private static long aborts(PlayedPeer peer) {
    return peer.entries().stream().filter(Entry::hasRestoreAbort).count();
  }

  private static Frame helloOf(PlayedPeer peer, long era, String attempt) {
    return hello(peer.greeting().setEra(era).setEraAttempt(attempt));
  }

  /** All say that they are ready. */
  private void goBack() {
    assertThat(a.restore("back", FIRST, TIMEOUT)).isEmpty();
    b.says(vote(3, ATTEMPT, ""));
    c.says(vote(4, ATTEMPT, ""));
  }

  // ------------------------------------------------------------- coordinator

  @Test
  void whenAllAreReadyItGoesBackAndGetsWhatWasInFlight() {
    a.pay("B", 100);
    assertThat(a.restore("back", FIRST, TIMEOUT)).isEmpty();
    assertThat(b.entries().getLast().getRestorePrepare().getAttempt()).isEqualTo(ATTEMPT);
    assertThat(b.entries().getLast().getRestorePrepare().getEra()).isOne();
    assertThat(b.entries().getLast().getRestorePrepare().getSnapshot()).isEqualTo(Wire.id(FIRST));
    assertThat(c.entries().getLast().hasRestorePrepare()).isTrue();
    b.says(vote(3, ATTEMPT, ""));
    assertThat(a.node.era()).isZero();
    assertThat(balance()).isEqualTo(905);
    c.says(coins(4, 2, 30), vote(5, ATTEMPT, ""));
    assertThat(a.node.era()).isOne();
    assertThat(balance()).isEqualTo(1_005);
    assertThat(a.purse.capture().receivedFrom("C")).isOne();
    assertThat(a.told.restored).containsExactly(FIRST);
    assertThat(b.isClosed() && c.isClosed()).isTrue();
    assertThat(a.told.connections).endsWith("B has gone", "C has gone");
    assertThat(a.node.restoring()).isEmpty();
    assertThat(a.store.count("replay") + a.store.count("restore")).isZero();
    assertThat(a.store.count("entries ") + a.store.count("recording ")).isZero();
  }

  @Test
  void whoWatchesIsToldOfIt() {
    List<Observed<State, Coins>> seen = new ArrayList<>();
    a.act(() -> a.node.watch(seen::add));
    assertThat(a.node.restored()).isEmpty();
    goBack();
    assertThat(a.node.restored()).contains(FIRST);
    assertThat(seen).containsExactly(new Observed.Resumed<>(a.purse.capture(), FIRST));
    a.pay("B", 1);
    assertThat(seen.getLast()).isInstanceOf(Observed.Sent.class);
  }

  /** Else a snapshot that B is asked for behind the answer would find B undecided. */
  @Test
  void whoAskedHearsOfItWhenAllHaveFollowed() {
    goBack();
    assertThat(a.node.era()).isOne();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(helloOf(b, 1, ATTEMPT));
    assertThat(a.told.restoreEnds).isEmpty();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    c.says(helloOf(c, 1, ATTEMPT));
    assertThat(a.told.restoreEnds).containsExactly(new RestoreEnd("back", null));
    a.after(TIMEOUT);
    assertThat(a.told.restoreEnds).hasSize(1);
  }

  @Test
  void whoAskedHearsOfItAtTheDeadlineIfOneIsAway() {
    goBack();
    assertThat(a.node.nextStep()).isLessThanOrEqualTo(a.now + TIMEOUT.toNanos());
    a.after(TIMEOUT.minusNanos(1));
    assertThat(a.told.restoreEnds).isEmpty();
    a.after(Duration.ofNanos(1));
    assertThat(a.told.restoreEnds).containsExactly(new RestoreEnd("back", null));
  }

  /** Else a copy of an old directory could come back once the system has gone back. */
  @Test
  void livesThatWereFencedAreFencedInTheNewEraToo() {
    b.close();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(hello(b.greeting().setIncarnation(2).setReceived(2).setSent(2)));
    goBack();
    assertThat(a.node.era()).isOne();
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    PlayedPeer earlier = PlayedPeer.accepts(later, "B");
    earlier.says(helloOf(earlier, 1, ATTEMPT));
    assertThat(earlier.isClosed()).isTrue();
    assertThat(later.told.warnings.getLast()).contains("a later life of B is known (2, this is 1)");
  }

  @Test
  void oneThatIsAloneGoesBackAtOnce() {
    Topology topology = World.complete("A");
    NodeUnderTest alone =
        new NodeUnderTest(NodeConfig.of("bank", "A", topology, 1), new FragileStore()).step();
    alone.initiate("first", TIMEOUT);
    alone.act(() -> alone.purse.restore(new State(3, new TreeMap<>(), new TreeMap<>())));
    assertThat(alone.restore("back", FIRST, Duration.ZERO)).isEmpty();
    assertThat(alone.purse.capture().balance()).isEqualTo(1_000);
    assertThat(alone.told.restoreEnds).containsExactly(new RestoreEnd("back", null));
  }

  @Test
  void anObstacleIsTheEndOfIt() {
    a.restore("back", FIRST, TIMEOUT);
    b.says(vote(3, ATTEMPT, ""));
    c.says(vote(4, ATTEMPT, "C is\ntired"));
    assertThat(a.told.restoreEnds).containsExactly(new RestoreEnd("back", "C is tired"));
    assertThat(heardAbort(b) && heardAbort(c)).isTrue();
    assertThat(a.node.era()).isZero();
    assertThat(a.node.restoring()).isEmpty();
    assertThat(a.pay("B", 5)).isEmpty();
  }

  @Test
  void oneVoteCountsOnce() {
    a.restore("back", FIRST, TIMEOUT);
    b.says(vote(3, ATTEMPT, ""), vote(4, ATTEMPT, ""));
    assertThat(a.node.era()).isZero();
  }

  @Test
  void whoIsSilentAtTheDeadlineIsNamed() {
    a.soon().restore("back", FIRST, TIMEOUT);
    long deadline = a.now + TIMEOUT.toNanos();
    b.says(vote(3, ATTEMPT, ""));
    assertThat(a.soon().node.nextStep()).isEqualTo(deadline);
    a.after(TIMEOUT);
    assertThat(a.told.restoreEnds).containsExactly(new RestoreEnd("back", "no answer from C"));
    assertThat(heardAbort(b)).isTrue();
    c.says(vote(4, ATTEMPT, ""));
    assertThat(a.node.era()).isZero();
  }

  /** What it asks and what is answered may wait behind money. */
  @Test
  void itIsAsPatientAsDelaysNeed() {
    NodeConfig plain = NodeUnderTest.config("A", 2);
    NodeUnderTest slow =
        a.restarted(
            new NodeConfig(
                plain.system(),
                "A",
                plain.topology(),
                2,
                plain.limits(),
                () -> 0,
                () -> Duration.ofSeconds(10),
                true));
    slow.restore("back", FIRST, TIMEOUT);
    slow.after(Duration.ofSeconds(59));
    assertThat(slow.told.restoreEnds).isEmpty();
    slow.after(Duration.ofSeconds(1));
    assertThat(slow.told.restoreEnds).hasSize(1);
  }

  @Test
  void votesOnAnEarlierAttemptDoNotCount() {
    a.restore("back", FIRST, Duration.ZERO);
    a.restore("again", FIRST, TIMEOUT);
    b.says(vote(3, ATTEMPT, ""), vote(4, "A.1.2", ""));
    c.says(vote(4, ATTEMPT, ""));
    assertThat(a.node.era()).isZero();
    c.says(vote(5, ATTEMPT, "too late"));
    assertThat(a.node.restoring()).hasValue(FIRST);
    c.says(vote(6, "A.1.2", ""));
    assertThat(a.node.era()).isOne();
  }

  @Test
  void whoWasReadyForAnEarlierAttemptMustSayItAgain() {
    a.restore("back", FIRST, TIMEOUT);
    b.says(vote(3, ATTEMPT, ""));
    c.says(vote(4, ATTEMPT, "C is tired"));
    a.restore("again", FIRST, TIMEOUT);
    c.says(vote(5, "A.1.2", ""));
    assertThat(a.node.era()).isZero();
    b.says(vote(4, "A.1.2", ""));
    assertThat(a.node.era()).isOne();
  }

  /** Who was ready must hear that it is over; who was not does not wait. */
  @Test
  void anAbortIsRepeatedForWhoeverIsReadyForIt() {
    a.restore("back", FIRST, Duration.ZERO);
    long before = aborts(c);
    c.says(vote(4, ATTEMPT, "C is tired"), vote(5, "B.1.1", ""));
    assertThat(aborts(c)).isEqualTo(before);
    c.says(vote(6, ATTEMPT, ""));
    assertThat(aborts(c)).isEqualTo(before + 1);
  }

  @Test
  void oneThatIsRestartedUndecidedGivesUp() {
    a.restore("back", FIRST, TIMEOUT);
    b.says(vote(3, ATTEMPT, ""));
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(later.node.restoring()).isEmpty();
    assertThat(later.node.era()).isZero();
    assertThat(later.told.restoreEnds).isEmpty();
    c = PlayedPeer.accepts(later, "C");
    c.says(hello(c.greeting().setReceived(2).setSent(3)));
    assertThat(c.entries()).hasSize(2);
    assertThat(c.entries().getFirst().hasRestorePrepare()).isTrue();
    assertThat(c.entries().getLast().getRestoreAbort().getAttempt()).isEqualTo(ATTEMPT);
    c.says(vote(4, ATTEMPT, ""));
    assertThat(later.node.era()).isZero();
    assertThat(later.pay("C", 5)).isEmpty();
  }

  @Test
  void theDecisionIsACommit() {
    a.store.crashAfter(a.store.commits() + 4);
    a.restore("back", FIRST, TIMEOUT);
    b.says(vote(3, ATTEMPT, ""));
    assertThatThrownBy(() -> c.says(vote(4, ATTEMPT, ""))).isInstanceOf(FragileStore.Crash.class);
    assertThat(a.store.count("replay")).isOne();
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(later.node.era()).isOne();
    assertThat(later.purse.capture().balance()).isEqualTo(1_005);
    assertThat(later.store.count("replay")).isZero();
    NodeUnderTest again = later.restarted(NodeUnderTest.config("A", 3));
    assertThat(again.purse.capture().balance()).isEqualTo(1_005);
  }

  @Test
  void oneThatCannotMakeItsDecisionDurableStops() {
    a.store.failAt(a.store.commits() + 4);
    goBack();
    assertThat(a.told.halts)
        .containsExactly("A stops: a restore could not be made durable: the disk is full");
    assertThat(a.told.restored).isEmpty();
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(later.node.era()).isZero();
    assertThat(later.node.restoring()).isEmpty();
  }

  @Test
  void whileItIsUndecidedNothingIsSentAndNoSnapshotBegins() {
    a.restore("back", FIRST, TIMEOUT);
    assertThat(a.pay("B", 5)).hasValue(new SendRefusal.Restoring(FIRST));
    assertThat(balance()).isEqualTo(1_005);
    assertThat(a.initiate("second", TIMEOUT)).isEqualTo(new Initiation.Busy(UNDER_WAY));
    assertThat(a.initiate("first", TIMEOUT)).isEqualTo(new Initiation.Started(FIRST));
    c.says(coins(4, 2, 30));
    assertThat(balance()).isEqualTo(1_035);
  }

  @Test
  void itsOwnSnapshotsAreGivenUp() {
    SnapshotId second = new SnapshotId("A", 1, 2);
    assertThat(a.initiate("second", TIMEOUT)).isEqualTo(new Initiation.Started(second));
    assertThat(a.restore("to an open one", second, TIMEOUT))
        .hasValue("A has no finished part of snapshot A.1.2");
    a.restore("back", FIRST, TIMEOUT);
    assertThat(a.told.decisionsOn("second").getFirst().status()).isEqualTo(SnapshotStatus.ABORTED);
    assertThat(a.told.decisionsOn("second").getFirst().reason())
        .isEqualTo("a restore of snapshot A.1.1 has begun");
  }

  @Test
  void aRepeatedRequestLeadsToTheSameRestore() {
    a.restore("back", FIRST, TIMEOUT);
    assertThat(a.restore("back", FIRST, TIMEOUT)).isEmpty();
    assertThat(a.restore("another", FIRST, TIMEOUT)).hasValue(UNDER_WAY);
    b.says(vote(3, ATTEMPT, ""));
    c.says(vote(4, ATTEMPT, ""));
    assertThat(a.restore("back", FIRST, TIMEOUT)).isEmpty();
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(later.restore("back", FIRST, TIMEOUT)).isEmpty();
    assertThat(later.node.era()).isOne();
    later.after(TIMEOUT);
    assertThat(later.told.restoreEnds).containsExactly(new RestoreEnd("back", null));
  }

  /** Else somebody who missed the answer would undo what happened since. */
  @Test
  void aRepeatedRequestIsKnownAfterTheRestoresOfOthers() {
    goBack();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(helloOf(b, 1, ATTEMPT), prepare(1, OF_B, 2, FIRST)).close();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(helloOf(b, 2, OF_B));
    assertThat(a.node.era()).isEqualTo(2);
    assertThat(a.restore("back", FIRST, TIMEOUT.plusSeconds(1))).isEmpty();
    assertThat(a.node.restoring()).isEmpty();
    assertThat(a.told.restoreEnds).isEmpty();
    a.after(TIMEOUT.plusSeconds(1));
    assertThat(a.told.restoreEnds).containsExactly(new RestoreEnd("back", null));
  }

  @Test
  void whoAskedHearsOfItThoughAnotherRestoreHasFollowed() {
    goBack();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(helloOf(b, 1, ATTEMPT), prepare(1, OF_B, 2, FIRST)).close();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(helloOf(b, 2, OF_B));
    assertThat(a.node.era()).isEqualTo(2);
    assertThat(a.told.restoreEnds).isEmpty();
    a.after(TIMEOUT);
    assertThat(a.told.restoreEnds).containsExactly(new RestoreEnd("back", null));
  }

  @Test
  void aRequestIsNeeded() {
    a.act(() ->
        assertThatThrownBy(() -> a.node.restore("", FIRST, TIMEOUT))
            .isInstanceOf(IllegalArgumentException.class));
    a.act(() ->
        assertThatThrownBy(() -> a.node.restore("back", FIRST, Duration.ofDays(2)))
            .isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void wishesForOneThatIsAwayDoNotPileUp() {
    b.close();
    a.step();
    Optional<String> refused = Optional.empty();
    for (int wish = 0; wish < 1_000 && refused.isEmpty(); wish++) {
      refused = a.restore("wish " + wish, FIRST, Duration.ZERO);
    }
    assertThat(refused.orElseThrow()).endsWith("control entries that B has not acknowledged");
  }

  // ------------------------------------------------------------------ member

  private void prepared() {
    b.says(prepare(3, OF_B, 1, FIRST));
    assertThat(votes(b)).containsExactly(RestoreVote.newBuilder().setAttempt(OF_B).build());
  }

  @Test
  void aMemberWaitsForTheDecision() {
    prepared();
    assertThat(a.node.restoring()).hasValue(FIRST);
    assertThat(a.pay("C", 5)).hasValue(new SendRefusal.Restoring(FIRST));
    assertThat(a.initiate("second", TIMEOUT)).isEqualTo(new Initiation.Busy(UNDER_WAY));
    assertThat(a.restore("mine", FIRST, TIMEOUT)).hasValue(UNDER_WAY);
    a.after(TIMEOUT);
    assertThat(a.node.restoring()).hasValue(FIRST);
  }

  @Test
  void aMemberCountsNoVotes() {
    prepared();
    b.says(vote(4, OF_B, ""));
    c.says(vote(4, OF_B, ""));
    assertThat(a.node.era()).isZero();
    assertThat(a.node.restoring()).hasValue(FIRST);
  }

  /** It was nobody's wish here. */
  @Test
  void aMemberThatHasFollowedTellsNobody() {
    prepared();
    c.close();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    c.says(helloOf(c, 1, OF_B));
    assertThat(a.told.connections).containsOnlyOnce("B has gone");
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    c = PlayedPeer.accepts(a, "C");
    b.says(helloOf(b, 1, OF_B));
    c.says(helloOf(c, 1, OF_B));
    assertThat(a.node.peers()).allMatch(PeerStatus::isConnected);
    assertThat(a.told.restoreEnds).isEmpty();
  }

  @Test
  void whoHasGoneAlreadyIsNotToldToGo() {
    prepared();
    c.close();
    a.step();
    b.close();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(helloOf(b, 1, OF_B));
    assertThat(a.node.era()).isOne();
    assertThat(a.told.connections)
        .containsExactly("B is there", "C is there", "C has gone", "B has gone");
  }

  @Test
  void theEraMustBeTheOneThatWasAgreedTo() {
    prepared();
    c.close();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    c.says(helloOf(c, 2, OF_B));
    assertThat(a.node.era()).isZero();
    assertThat(a.node.restoring()).hasValue(FIRST);
  }

  @Test
  void behindAnAbortAPartIsOneLikeOthers() {
    SnapshotId old = new SnapshotId("B", 1, 1);
    b.says(marker(3, old, 0));
    c.says(marker(4, old, 1), prepare(5, "C.1.1", 1, old), abort(6, "C.1.1"));
    b.says(decision(4, old));
    for (int number = 2; number <= 17; number++) {
      SnapshotId id = new SnapshotId("B", 1, number);
      b.says(marker(2 * number + 1, id, 0));
      c.says(marker(number + 5, id, 1));
      b.says(decision(2 * number + 2, id));
      assertThat(a.node.part(id)).isPresent();
    }
    assertThat(a.node.part(old)).isEmpty();
  }

  @Test
  void aMemberRemembersWhatItHasPromised() {
    prepared();
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(later.node.restoring()).hasValue(FIRST);
    assertThat(later.pay("C", 5)).hasValue(new SendRefusal.Restoring(FIRST));
    c = PlayedPeer.accepts(later, "C");
    c.says(helloOf(c, 1, OF_B));
    assertThat(later.node.era()).isOne();
  }

  @Test
  void anyoneOfTheNewEraBringsTheDecision() {
    a.pay("B", 100);
    prepared();
    c.close();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    c.says(helloOf(c, 1, OF_B));
    assertThat(a.node.era()).isOne();
    assertThat(balance()).isEqualTo(1_005);
    assertThat(a.told.restored).containsExactly(FIRST);
    assertThat(a.told.restoreEnds).isEmpty();
    assertThat(a.told.warnings).isEmpty();
    assertThat(b.isClosed() && c.isClosed()).isTrue();
  }

  @Test
  void aStrangerBringsNoDecision() {
    prepared();
    PlayedPeer stranger = PlayedPeer.dials(a, "B");
    stranger.says(hello(stranger.greeting().setSystem("other").setEra(1).setEraAttempt(OF_B)));
    assertThat(stranger.refusalHeard()).isPresent();
    assertThat(a.node.era()).isZero();
    assertThat(a.node.restoring()).hasValue(FIRST);
  }

  @Test
  void theLogsOfTheNewEraBeginAnew() {
    prepared();
    b.close();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(helloOf(b, 1, OF_B));
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    Hello said = b.helloHeard().orElseThrow();
    assertThat(said.getEra()).isOne();
    assertThat(said.getEraAttempt()).isEqualTo(OF_B);
    assertThat(said.getIncarnation()).isEqualTo(2);
    assertThat(said.getReceived() + said.getSent()).isZero();
    b.says(helloOf(b, 1, OF_B), coins(1, 1, 20));
    assertThat(balance()).isEqualTo(1_025);
    SnapshotId next = new SnapshotId("A", 2, 1);
    assertThat(a.initiate("next", TIMEOUT)).isEqualTo(new Initiation.Started(next));
    assertThat(b.entries().getLast().getMarker().getMessagesBefore()).isZero();
    a.pay("B", 5);
    assertThat(b.numbers()).containsExactly(1L, 2L);
  }

  @Test
  void anAbortLetsAMemberGoOn() {
    prepared();
    a.restarted(NodeUnderTest.config("A", 2));
    b.says(abort(4, OF_B));
    assertThat(a.node.restoring()).isEmpty();
    assertThat(a.pay("C", 5)).isEmpty();
    assertThat(balance()).isEqualTo(1_000);
    assertThat(a.restarted(NodeUnderTest.config("A", 3)).node.restoring()).isEmpty();
  }

  @Test
  void anAbortOfNothingIsConsumed() {
    b.says(abort(3, OF_B));
    a.soon();
    assertThat(b.isClosed()).isFalse();
    assertThat(b.acknowledgements()).endsWith(3L);
  }

  @Test
  void anAbortBehindTheDecisionChangesNothing() {
    prepared();
    c.close();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    c.arrive(helloOf(c, 1, OF_B));
    b.says(abort(4, OF_B));
    assertThat(a.node.era()).isOne();
  }

  @Test
  void onlyTheCoordinatorsAbortOfThisAttemptCounts() {
    prepared();
    b.says(abort(4, "B.1.2"));
    c.says(abort(4, OF_B));
    assertThat(a.node.restoring()).hasValue(FIRST);
  }

  @Test
  void aSecondCoordinatorIsTurnedDown() {
    prepared();
    c.says(prepare(4, "C.1.1", 1, FIRST));
    assertThat(votes(c).getFirst().getObstacle())
        .isEqualTo("A is prepared for a restore of snapshot A.1.1 by B");
    c.says(abort(5, "C.1.1"));
    assertThat(a.node.restoring()).hasValue(FIRST);
  }

  @Test
  void twoCoordinatorsTurnEachOtherDown() {
    a.restore("back", FIRST, TIMEOUT);
    b.says(prepare(3, OF_B, 1, FIRST));
    assertThat(votes(b).getFirst().getObstacle())
        .isEqualTo("A is prepared for a restore of snapshot A.1.1 by A");
    b.says(vote(4, ATTEMPT, "B is prepared by itself"));
    assertThat(a.node.restoring()).isEmpty();
  }

  @Test
  void whoWasAwayGetsItAllInOrderAndGoesOn() {
    b.says(prepare(3, OF_B, 1, FIRST), abort(4, OF_B));
    assertThat(votes(b)).hasSize(1);
    assertThat(a.node.restoring()).isEmpty();
  }

  @Test
  void withoutAPartAMemberIsNotReady() {
    b.says(prepare(3, OF_B, 1, new SnapshotId("C", 1, 9)));
    assertThat(votes(b).getFirst().getObstacle())
        .isEqualTo("A has no finished part of snapshot C.1.9");
    b.says(prepare(4, "B.1.2", 3, FIRST));
    assertThat(votes(b).getLast().getObstacle()).isEqualTo("A is in era 0 and B in another one");
    assertThat(a.node.restoring()).isEmpty();
  }

  /** All members say so of their parts, so the initiator's decision need not have come. */
  @Test
  void aFinishedPartIsEnough() {
    SnapshotId id = new SnapshotId("B", 1, 1);
    b.says(marker(3, id, 0));
    c.says(prepare(4, "C.1.1", 1, id));
    assertThat(votes(c).getFirst().getObstacle()).isNotEmpty();
    c.says(marker(5, id, 1), prepare(6, "C.1.2", 1, id));
    assertThat(votes(c).getLast().getObstacle()).isEmpty();
    b.close();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(helloOf(b, 1, "C.1.2"));
    assertThat(a.node.era()).isOne();
    assertThat(a.node.part(id)).isPresent();
    assertThat(a.restarted(NodeUnderTest.config("A", 2)).node.part(id)).isPresent();
  }

  @Test
  void anUnfinishedPartIsForgottenWithItsEra() {
    SnapshotId id = new SnapshotId("B", 1, 1);
    prepared();
    b.says(marker(4, id, 0));
    assertThat(a.store.count("part B.1.1 ")).isNotZero();
    c.close();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    c.says(helloOf(c, 1, OF_B));
    assertThat(a.node.openSnapshots()).isEmpty();
    assertThat(a.store.count("part B.1.1 ") + a.store.count("recording ")).isZero();
    assertThat(a.node.part(id)).isEmpty();
  }

  /** It has promised to go back to it, whatever else is decided meanwhile. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thePartIsKeptUntilTheDecision(boolean isRestarted) {
    SnapshotId old = new SnapshotId("B", 1, 1);
    b.says(marker(3, old, 0));
    c.says(marker(4, old, 1));
    b.says(decision(4, old));
    c.says(prepare(5, "C.1.1", 1, old));
    NodeUnderTest under = a;
    if (isRestarted) {
      under = a.restarted(NodeUnderTest.config("A", 2));
      b = PlayedPeer.accepts(under, "B");
      b.says(hello(b.greeting().setReceived(2).setSent(4)));
      c = PlayedPeer.accepts(under, "C");
      c.says(hello(c.greeting().setReceived(2).setSent(5)));
    }
    for (int number = 2; number <= 20; number++) {
      SnapshotId id = new SnapshotId("B", 1, number);
      b.says(marker(2 * number + 1, id, 0));
      c.says(marker(number + 4, id, 1));
      b.says(decision(2 * number + 2, id));
      assertThat(under.node.part(id)).isPresent();
    }
    assertThat(under.node.part(new SnapshotId("B", 1, 2))).isEmpty();
    c.close();
    c = PlayedPeer.accepts(under.step().after(Peer.FIRST_REDIAL), "C");
    c.says(helloOf(c, 1, "C.1.1"));
    assertThat(under.node.era()).isOne();
    assertThat(under.told.restored).containsExactly(old);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "C.1.1", "B", "B.99999999999999999999999999999999999999999"})
  void anAttemptIsNamedByItsCoordinator(String attempt) {
    b.says(prepare(3, attempt, 1, FIRST));
    assertThat(b.isClosed()).isTrue();
    assertThat(a.node.restoring()).isEmpty();
  }

  // --------------------------------------------------------------- handshake

  @Test
  void whoMissedTheDecisionIsToldIt() {
    NodeUnderTest under = NodeUnderTest.named("B");
    PlayedPeer other = PlayedPeer.connected(under, "C");
    under.initiate("first", TIMEOUT);
    SnapshotId first = new SnapshotId("B", 1, 1);
    other.says(marker(1, first, 0), report(2, first, local("A", "B")));
    PlayedPeer.connected(under, "A").says(marker(1, first, 0), report(2, first, local("B", "C")));
    other.says(prepare(3, "C.1.1", 1, first)).close();
    PlayedPeer knows = PlayedPeer.dials(under.step(), "A");
    knows.says(helloOf(knows, 1, "C.1.1"));
    assertThat(knows.helloHeard()).isEmpty();
    assertThat(knows.isClosed()).isTrue();
    assertThat(under.node.era()).isOne();
    PlayedPeer late = PlayedPeer.dials(under, "A");
    late.says(hello(late.greeting().setReceived(9).setSent(9)));
    assertThat(late.helloHeard().orElseThrow().getEra()).isOne();
    assertThat(late.helloHeard().orElseThrow().getEraAttempt()).isEqualTo("C.1.1");
    assertThat(late.isClosed()).isTrue();
    assertThat(under.told.warnings).isEmpty();
    PlayedPeer again = PlayedPeer.dials(under, "A");
    again.says(helloOf(again, 1, "C.1.1"));
    assertThat(again.isClosed()).isFalse();
  }

  @Test
  void aDecisionThatNobodyWasPreparedForIsRefused() {
    prepared();
    c.close();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    c.says(helloOf(c, 1, "B.1.2"));
    assertThat(a.node.era()).isZero();
    assertThat(a.node.restoring()).hasValue(FIRST);
    assertThat(c.isClosed()).isTrue();
    assertThat(a.told.warnings)
        .containsExactly(
            "C is in era 1 and A in era 0: this process has lost what it had agreed to");
  }

  @Test
  void theCoordinatorIsNotToldItsOwnDecision() {
    a.restore("back", FIRST, TIMEOUT);
    c.close();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    c.says(helloOf(c, 1, ATTEMPT));
    assertThat(a.node.era()).isZero();
  }

  @Test
  void contradictionsBehindTheDecisionChangeNothing() {
    a.restore("back", FIRST, TIMEOUT);
    b.says(vote(3, ATTEMPT, ""));
    c.says(vote(4, ATTEMPT, ""), vote(5, ATTEMPT, "C is tired"));
    assertThat(a.node.era()).isOne();
  }

  /** A second one would take the first one's place, and so on. */
  @Test
  void aDialUnderWayIsTheOnlyOne() {
    prepared();
    c.close();
    a.step().after(Peer.FIRST_REDIAL);
    Transport.Dialer underWay = a.takeDial("C");
    b.close();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.says(helloOf(b, 1, OF_B));
    assertThat(a.node.era()).isOne();
    assertThat(a.isDialling("C")).isFalse();
    underWay.failed("nobody there");
    a.step().after(Peer.FIRST_REDIAL);
    assertThat(a.isDialling("C")).isTrue();
  }

  private void handleOneByOne() {
    a.node.mailbox().drain().forEach(event -> a.node.step(a.now, List.of(event)));
    a.step();
  }

  @Test
  void whatWasGreetedInTheOldEraIsClosed() {
    prepared();
    c.close();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    assertThat(c.helloHeard().orElseThrow().getEra()).isZero();
    b.close();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.arrive(helloOf(b, 1, OF_B));
    c.arrive(helloOf(c, 1, OF_B));
    handleOneByOne();
    assertThat(a.node.era()).isOne();
    assertThat(c.isClosed()).isTrue();
    assertThat(a.told.connections).containsOnlyOnce("C is there");
    PlayedPeer again = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    assertThat(again.helloHeard().orElseThrow().getEra()).isOne();
  }

  @Test
  void aRefusalOfAnOldConnectionStopsNobody() {
    prepared();
    c.close();
    c = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "C");
    b.close();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    b.arrive(helloOf(b, 1, OF_B));
    c.arrive(PlayedPeer.refusal(Refusal.Code.FENCED, "too old"));
    handleOneByOne();
    assertThat(a.node.era()).isOne();
    assertThat(a.node.isHalted()).isFalse();
  }

  // -------------------------------------------------------------- later eras

  @Test
  void theSameSnapshotTwice() {
    goBack();
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    c = PlayedPeer.accepts(a, "C");
    b.says(helloOf(b, 1, ATTEMPT), coins(1, 1, 50));
    c.says(helloOf(c, 1, ATTEMPT));
    assertThat(balance()).isEqualTo(1_055);
    assertThat(a.restore("once more", FIRST, TIMEOUT)).isEmpty();
    b.says(vote(2, "A.2.1", ""));
    c.says(vote(1, "A.2.1", ""));
    assertThat(a.node.era()).isEqualTo(2);
    assertThat(balance()).isEqualTo(1_005);
  }

  /** Their numbers begin at 1 again. */
  @Test
  void theSnapshotsOfAnEarlierEraAreTheOlderOnes() {
    SnapshotId second = new SnapshotId("A", 1, 2);
    complete(a, second, 3, 4);
    a.restore("back", FIRST, TIMEOUT);
    b.says(vote(5, ATTEMPT, ""));
    c.says(vote(6, ATTEMPT, ""));
    b = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    c = PlayedPeer.accepts(a, "C");
    b.says(helloOf(b, 1, ATTEMPT));
    c.says(helloOf(c, 1, ATTEMPT));
    SnapshotId later = new SnapshotId("A", 2, 1);
    complete(a, later, 1, 1);
    NodeUnderTest again = a.restarted(NodeUnderTest.config("A", 2));
    b = PlayedPeer.accepts(again, "B");
    c = PlayedPeer.accepts(again, "C");
    b.says(hello(b.greeting().setEra(1).setSent(2).setReceived(1)));
    c.says(hello(c.greeting().setEra(1).setSent(2).setReceived(1)));
    for (int number = 2; number <= 16; number++) {
      complete(again, new SnapshotId("A", 3, number), 2 * number - 1, 2 * number - 1);
    }
    assertThat(again.node.part(FIRST)).isEmpty();
    assertThat(again.node.part(second)).isEmpty();
    assertThat(again.node.part(later)).isPresent();
    again.initiate("request for A.2.1", TIMEOUT);
    assertThat(again.told.decisions.getLast().decided().snapshot().id()).isEqualTo(later);
  }

  private void complete(NodeUnderTest under, SnapshotId id, int entryOfB, int entryOfC) {
    assertThat(under.initiate("request for " + id, TIMEOUT)).isEqualTo(new Initiation.Started(id));
    long received = under.purse.capture().receivedFrom("C");
    long before = under.node.era() == 0 ? received : 0;
    b.says(marker(entryOfB, id, 0), report(entryOfB + 1, id, local("A", "C")));
    c.says(marker(entryOfC, id, before), report(entryOfC + 1, id, local("A", "B")));
    assertThat(under.told.decisions.getLast().decided().snapshot().isComplete()).isTrue();
  }

  // ------------------------------------------------------------------- store

  @ParameterizedTest
  @ValueSource(strings = {"restore", "replay"})
  void aCorruptValueIsNamed(String key) throws Exception {
    Batch batch = new Batch();
    batch.put(key, "no".getBytes(StandardCharsets.UTF_8));
    a.store.commit(batch);
    assertThatThrownBy(() -> a.restarted(NodeUnderTest.config("A", 2)))
        .hasRootCauseInstanceOf(Exception.class)
        .hasStackTraceContaining("the value of '" + key + "' is corrupt: ");
  }
}
