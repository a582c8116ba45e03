package cutline.runtime;

import static cutline.runtime.PlayedPeer.acknowledgement;
import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.hello;
import static cutline.runtime.PlayedPeer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Refusal;
import cutline.runtime.wire.Refusal.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who may connect to whom, and what the two must know of each other. */
class HandshakeTest {

  /** In the middle: A connects to it, and it connects to C. */
  private final NodeUnderTest b = NodeUnderTest.named("B");

  private static void assertRefused(PlayedPeer peer, Code code, String reason) {
    assertThat(peer.refusalHeard()).contains(Peer.refusal(code, reason));
    assertThat(peer.isClosed()).isTrue();
  }

  private static void assertAccepted(PlayedPeer peer) {
    assertThat(peer.refusalHeard()).isEmpty();
    assertThat(peer.isClosed()).isFalse();
  }

  private PlayedPeer a(Hello.Builder hello) {
    return PlayedPeer.dials(b, "A").says(hello(hello));
  }

  private Hello.Builder greetingOfA() {
    return PlayedPeer.dials(b, "A").greeting();
  }

  // ---------------------------------------------------------------- identity

  @Test
  void eachSideSaysWhoItIs() {
    PlayedPeer a = PlayedPeer.connected(b, "A");
    PlayedPeer c = PlayedPeer.accepts(b, "C");
    Hello expected =
        Hello.newBuilder()
            .setSystem("bank")
            .setFrom("B")
            .setTo("A")
            .setIncarnation(1)
            .setNonce(1)
            .build();
    assertThat(a.helloHeard()).contains(expected);
    assertThat(c.helloHeard()).contains(expected.toBuilder().setTo("C").build());
    assertAccepted(a);
    assertAccepted(c);
  }

  @Test
  void anotherSystemIsRefused() {
    assertRefused(
        a(greetingOfA().setSystem("other")),
        Code.WRONG_IDENTITY,
        "they belong to different systems (A to other, B to bank)");
    assertThat(b.told.warnings)
        .containsExactly(
            "B refused a connection of A (A's address): they belong to different systems (A to"
                + " other, B to bank)");
  }

  @Test
  void whoLooksForAnotherProcessIsRefused() {
    assertRefused(a(greetingOfA().setTo("C")), Code.WRONG_IDENTITY, "it looks for C and this is B");
  }

  @Test
  void anUnknownProcessIsRefused() {
    assertRefused(a(greetingOfA().setFrom("X")), Code.WRONG_IDENTITY, "X is not a peer of B");
    assertRefused(a(greetingOfA().setFrom("")), Code.WRONG_IDENTITY, " is not a peer of B");
  }

  @Test
  void aProcessIsNotItsOwnPeer() {
    assertRefused(a(greetingOfA().setFrom("B")), Code.WRONG_IDENTITY, "B is not a peer of B");
  }

  @Test
  void whoShouldBeConnectedToIsRefused() {
    PlayedPeer c = PlayedPeer.dials(b, "C");
    c.says(c.hello());
    assertRefused(c, Code.WRONG_IDENTITY, "B connects to C, not the other way");
  }

  @Test
  void anotherOneThanWasDialledIsRefused() {
    PlayedPeer c = PlayedPeer.accepts(b, "C");
    c.says(hello(c.greeting().setFrom("A")));
    assertRefused(c, Code.WRONG_IDENTITY, "it is A where C was expected");
  }

  @Test
  void aLifeHasANumber() {
    assertRefused(
        a(greetingOfA().setIncarnation(0)), Code.WRONG_IDENTITY, "it names no incarnation");
    assertRefused(
        a(greetingOfA().setIncarnation(-1)), Code.WRONG_IDENTITY, "it names no incarnation");
  }

  @Test
  void whatAStrangerWritesStaysOnOneLine() {
    a(greetingOfA().setSystem("x\nERROR all is lost\u001b[2J" + "y".repeat(50_000)));
    assertThat(b.told.warnings)
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning).doesNotContain("\n", "\u001b").hasSizeLessThan(2_000);
          assertThat(warning).contains("x ERROR all is lost [2J");
        });
  }

  @Test
  void aRefusedStrangerChangesNothing() {
    int commits = b.store.commits();
    a(greetingOfA().setSystem("other").setIncarnation(7));
    assertThat(b.store.commits()).isEqualTo(commits);
    assertAccepted(a(greetingOfA()));
  }

  // ------------------------------------------------------------ incarnations

  @Test
  void aLaterLifeTakesThePlaceOfAnEarlierOne() {
    PlayedPeer first = a(greetingOfA());
    PlayedPeer second = a(greetingOfA().setIncarnation(2).setNonce(9));
    assertAccepted(second);
    assertThat(first.isClosed()).isTrue();
    b.pay("A", 5);
    assertThat(first.entries()).isEmpty();
    assertThat(second.numbers()).containsExactly(1L);
  }

  @Test
  void anEarlierLifeIsFenced() {
    PlayedPeer later = a(greetingOfA().setIncarnation(2));
    assertRefused(a(greetingOfA()), Code.FENCED, "a later life of A is known (2, this is 1)");
    assertAccepted(later);
  }

  @Test
  void anEarlierLifeIsFencedAfterARestartToo() {
    a(greetingOfA().setIncarnation(2));
    NodeUnderTest later = b.restarted(NodeUnderTest.config("B", 2));
    PlayedPeer earlier = PlayedPeer.dials(later, "A");
    earlier.says(earlier.hello());
    assertRefused(earlier, Code.FENCED, "a later life of A is known (2, this is 1)");
  }

  @Test
  void theSameLifeMayComeBack() {
    PlayedPeer first = a(greetingOfA());
    assertAccepted(a(greetingOfA()));
    assertThat(first.isClosed()).isTrue();
  }

  private static final String SECOND =
      "another process is known as A: this is a second one, or one that has lost its state";

  @Test
  void aSecondProcessOfTheSameIdentityIsFenced() {
    PlayedPeer first = a(greetingOfA());
    assertRefused(a(greetingOfA().setNonce(9)), Code.FENCED, SECOND);
    assertAccepted(first);
  }

  @Test
  void aProcessThatHasForgottenWhatItSaidIsFenced() {
    PlayedPeer first = a(greetingOfA());
    first.says(coins(1, 1, 5)).close();
    b.step();
    assertRefused(a(greetingOfA().setNonce(9).setSent(1)), Code.FENCED, SECOND);
  }

  @Test
  void aProcessThatHasForgottenWhatItHeardIsFenced() {
    PlayedPeer first = a(greetingOfA());
    b.pay("A", 5);
    first.says(acknowledgement(1)).close();
    b.step();
    assertRefused(a(greetingOfA().setNonce(9).setReceived(1)), Code.FENCED, SECOND);
  }

  @Test
  void aProcessThatHadNothingToForgetMayBeginAgain() {
    PlayedPeer first = a(greetingOfA());
    first.close();
    b.step();
    assertAccepted(a(greetingOfA().setNonce(9)));
  }

  @Test
  void whoeverIsFencedStopsWithOneLine() {
    PlayedPeer a = PlayedPeer.connected(b, "A");
    PlayedPeer c = PlayedPeer.connected(b, "C");
    a.arrive(refusal(Code.FENCED, "a later life\nof B is known"));
    c.arrive(refusal(Code.FENCED, "a later life of B is known"));
    b.step();
    assertThat(b.node.isHalted()).isTrue();
    assertThat(b.told.halts)
        .containsExactly("B stops: A's address says: a later life of B is known");
    assertThat(a.isClosed()).isTrue();
    assertThat(c.isClosed()).isTrue();
  }

  @Test
  void whoIsFencedWhereItDialsStops() {
    PlayedPeer.accepts(b, "C").says(refusal(Code.FENCED, "a later life of B is known"));
    assertThat(b.told.halts)
        .containsExactly("B stops: C's address says: a later life of B is known");
  }

  @Test
  void nothingHappensBehindTheEnd() {
    PlayedPeer c = PlayedPeer.connected(b, "C");
    int commits = b.store.commits();
    c.arrive(refusal(Code.FENCED, "a later life of B is known"));
    b.act(() -> b.purse.pay("A", 5, 0, b.node.sender()));
    assertThat(b.purse.capture().balance()).isEqualTo(NodeUnderTest.SHARE);
    assertThat(b.store.commits()).isEqualTo(commits);
  }

  @Test
  void aConnectionThatWasGivenUpFencesNobody() {
    PlayedPeer c = PlayedPeer.accepts(b, "C");
    b.after(Peer.GREETING);
    assertThat(c.isClosed()).isTrue();
    c.says(refusal(Code.FENCED, "a later life of B is known"));
    assertThat(b.node.isHalted()).isFalse();
  }

  @Test
  void aStrangerCanFenceNobody() {
    PlayedPeer.dials(b, "A").arrive(hello(greetingOfA().setSystem("other")));
    PlayedPeer stranger = PlayedPeer.dials(b, "A");
    stranger.arrive(hello(greetingOfA().setSystem("other")), refusal(Code.FENCED, "stop"));
    b.step();
    assertThat(b.node.isHalted()).isFalse();
    assertThat(stranger.isClosed()).isTrue();
    assertThat(b.told.warnings.getLast()).isEqualTo("B was refused by A's address: stop");
  }

  // -------------------------------------------------------------------- logs

  private static final String LOST = "it has lost its state";

  @Test
  void aPeerThatHasLostWhatItAcknowledgedIsRefused() {
    PlayedPeer first = a(greetingOfA());
    b.pay("A", 5);
    b.pay("A", 5);
    first.says(acknowledgement(2));
    assertRefused(
        a(greetingOfA().setIncarnation(2).setReceived(1)),
        Code.LOG_MISMATCH,
        "A has acknowledged 2 of our entries and now knows only 1: " + LOST);
  }

  @Test
  void aPeerThatHasLostWhatItSentIsRefused() {
    a(greetingOfA()).says(coins(1, 1, 5), coins(2, 2, 5));
    assertRefused(
        a(greetingOfA().setIncarnation(2).setSent(1)),
        Code.LOG_MISMATCH,
        "we have received 2 entries from A and it knows of only 1: " + LOST);
  }

  @Test
  void aPeerThatKnowsMoreOfUsThanWeIsRefused() {
    for (long received : new long[] {1, Cursor.MAX}) {
      assertRefused(
          a(greetingOfA().setReceived(received)),
          Code.LOG_MISMATCH,
          "A has received "
              + Long.toUnsignedString(received)
              + " entries from us and we have sent only 0:"
              + " our own state is older than what we have sent");
    }
  }

  /** An old copy of a process's directory that went on by itself until its numbers fitted again. */
  @Test
  void aPeerThatHasReceivedOtherEntriesUnderTheSameNumbersIsRefused() {
    NodeUnderTest node = NodeUnderTest.named("A");
    node.pay("B", 5);
    node.pay("B", 6);
    long ofBoth =
        Digest.of(node.node.outbox("B").frame(1)) + Digest.of(node.node.outbox("B").frame(2));
    for (long digest : new long[] {ofBoth + 1, Digest.of(node.node.outbox("B").frame(1)), 7}) {
      PlayedPeer peer = PlayedPeer.accepts(node, "B");
      peer.says(hello(peer.greeting().setReceived(2).setReceivedDigest(digest)));
      assertRefused(
          peer,
          Code.LOG_MISMATCH,
          "B has received other entries from us than we have sent, under the same numbers:"
              + " one of the two goes on from an old copy of its state");
      peer.close();
      node.step().after(Duration.ofSeconds(2));
    }
    PlayedPeer peer = PlayedPeer.accepts(node, "B");
    assertAccepted(peer.says(hello(peer.greeting().setReceived(2).setReceivedDigest(ofBoth))));
  }

  @Test
  void whatWasReceivedIsToldByItsDigest() {
    NodeUnderTest node = NodeUnderTest.named("A");
    Frame first = PlayedPeer.coins(1, 1, 5);
    Frame second = PlayedPeer.coins(2, 2, 6);
    PlayedPeer.connected(node, "B").says(first, second, second);
    PlayedPeer later = PlayedPeer.accepts(node.restarted(NodeUnderTest.config("A", 2)), "B");
    assertThat(later.helloHeard().orElseThrow().getReceivedDigest())
        .isEqualTo(Digest.of(first.toByteArray()) + Digest.of(second.toByteArray()));
  }

  @Test
  void nobodyCanHaveReceivedWhatIsNotDurable() {
    PlayedPeer a = PlayedPeer.dials(b, "A");
    b.node.post(() -> b.purse.pay("A", 5, 0, b.node.sender()));
    a.says(hello(a.greeting().setReceived(1)));
    assertThat(a.refusalHeard().map(Refusal::getCode)).contains(Code.LOG_MISMATCH);
  }

  @Test
  void whoIsRefusedFencesNothing() {
    PlayedPeer first = a(greetingOfA());
    first.says(coins(1, 1, 5));
    a(greetingOfA().setIncarnation(9));
    assertAccepted(first);
    first.says(coins(2, 2, 5));
    assertThat(first.acknowledgements()).containsExactly(1L, 2L);
    first.close();
    b.step();
    assertAccepted(a(greetingOfA().setSent(2)));
  }

  // ------------------------------------------------------------- dialling

  @Test
  void whoIsNotReadyIsTriedAgain() {
    PlayedPeer c = PlayedPeer.accepts(b, "C");
    c.says(refusal(Code.NOT_READY, "not yet part of a system"));
    assertThat(c.isClosed()).isTrue();
    assertThat(b.told.warnings).isEmpty();
    b.step().after(Peer.FIRST_REDIAL);
    assertThat(b.isDialling("C")).isTrue();
    assertAccepted(PlayedPeer.connected(b, "C"));
  }

  @Test
  void aRefusalIsTold() {
    PlayedPeer.accepts(b, "C").says(refusal(Code.WRONG_IDENTITY, "it looks for X and this is C"));
    assertThat(b.told.warnings)
        .containsExactly("B was refused by C's address: it looks for X and this is C");
    assertThat(b.node.isHalted()).isFalse();
  }

  @Test
  void eachAttemptWaitsLongerUpToASecond() {
    long wait = Peer.FIRST_REDIAL;
    for (int attempt = 0; attempt < 100; attempt++) {
      b.takeDial("C").failed("connection refused");
      b.step();
      assertThat(b.node.nextStep()).isEqualTo(b.now + wait);
      b.after(wait - 1);
      assertThat(b.isDialling("C")).isFalse();
      b.after(1);
      assertThat(b.isDialling("C")).isTrue();
      wait = Math.min(2 * wait, Peer.LAST_REDIAL);
    }
    assertThat(b.told.warnings).containsExactly("B cannot reach C: connection refused");
  }

  @Test
  void afterAnEntryTheWaitBeginsAnew() {
    for (int attempt = 0; attempt < 10; attempt++) {
      b.takeDial("C").failed("connection refused");
      b.step().after(Peer.LAST_REDIAL);
    }
    PlayedPeer.connected(b, "C").says(PlayedPeer.coins(1, 1, 10)).close();
    b.step();
    assertThat(b.node.nextStep()).isEqualTo(b.now + Peer.FIRST_REDIAL);
  }

  @Test
  void whoIsRejectedAgainAndAgainIsTriedLessOften() {
    for (int attempt = 0; attempt < 10; attempt++) {
      PlayedPeer.connected(b, "C").says(PlayedPeer.coins(2, 2, 10)).close();
      b.step().after(Peer.LAST_REDIAL);
    }
    PlayedPeer.connected(b, "C").says(PlayedPeer.coins(2, 2, 10)).close();
    b.step();
    assertThat(b.node.nextStep()).isEqualTo(b.now + Peer.LAST_REDIAL);
  }

  @Test
  void whoDoesNotAnswerAHelloIsDisconnected() {
    PlayedPeer c = PlayedPeer.accepts(b, "C");
    b.after(Peer.GREETING - 1);
    assertThat(c.isClosed()).isFalse();
    b.after(1);
    assertThat(c.isClosed()).isTrue();
    b.step().after(Peer.LAST_REDIAL);
    assertThat(b.isDialling("C")).isTrue();
  }

  @Test
  void whoHasAnsweredAHelloMayBeSilent() {
    PlayedPeer c = PlayedPeer.connected(b, "C");
    b.after(Duration.ofDays(1));
    assertThat(c.isClosed()).isFalse();
  }

  @Test
  void whoDialsSaysHelloOnce() {
    PlayedPeer c = PlayedPeer.connected(b, "C");
    assertThat(c.heard()).filteredOn(Frame::hasHello).hasSize(1);
  }

  @Test
  void onlyOneOfTwoDials() {
    assertThat(b.isDialling("A")).isFalse();
    PlayedPeer.connected(b, "A").close();
    b.step().after(Duration.ofMinutes(1));
    assertThat(b.isDialling("A")).isFalse();
    assertThat(b.isDialling("C")).isTrue();
  }

  @Test
  void aConnectionThatEndsUnheardIsTriedAgain() {
    PlayedPeer.accepts(b, "C").close();
    b.step().after(Peer.FIRST_REDIAL);
    assertThat(b.isDialling("C")).isTrue();
  }

  @Test
  void twoProcessesThatTellOneNameApartByItsBeginning() {
    Frame frame = hello(Hello.newBuilder().setSystem("bank").setFrom("AA").setTo("B"));
    PlayedPeer peer = PlayedPeer.dials(b, "AA").says(frame);
    assertRefused(peer, Code.WRONG_IDENTITY, "AA is not a peer of B");
  }
}
