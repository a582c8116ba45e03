package cutline.runtime;

import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.hello;
import static cutline.runtime.PlayedPeer.marker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import cutline.core.ChannelOrder;
import cutline.core.Limits;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.runtime.Purse.Coins;
import cutline.runtime.wire.Acknowledgement;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Recorded;
import cutline.runtime.wire.Refusal;
import cutline.runtime.wire.RestoreAbort;
import cutline.runtime.wire.RestorePrepare;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** One node whose channels are not FIFO (Lai and Yang 1987), and a peer that makes use of it. */
class UnorderedChannelTest {

  private static final SnapshotId OF_B = new SnapshotId("B", 1, 1);
  private static final Topology PAIR = Topology.complete(List.of("A", "B"), ChannelOrder.NON_FIFO);

  private final NodeUnderTest a = new NodeUnderTest(config(1, () -> 0), store()).step();
  private final PlayedPeer b = PlayedPeer.connected(a, "B");

  private static FragileStore store() {
    return new FragileStore();
  }

  private static NodeConfig config(long nonce, LongSupplier delay) {
    return new NodeConfig(
        "bank", "A", PAIR, nonce, Limits.DEFAULT, delay, () -> Duration.ofSeconds(1), true);
  }

  /** A message from behind B's cut in these snapshots of B. */
  private static Frame late(Frame coins, long... snapshots) {
    Entry.Builder entry = coins.getEntry().toBuilder();
    for (long number : snapshots) {
      entry.addRecorded(Recorded.newBuilder().setInitiator(1).setIncarnation(1).setNumber(number));
    }
    return coins.toBuilder().setEntry(entry).build();
  }

  private Acknowledgement lastAcknowledgement() {
    return b.heard().stream()
        .filter(Frame::hasAcknowledgement)
        .toList()
        .getLast()
        .getAcknowledgement();
  }

  // --------------------------------------------------------------- receiving

  @Test
  void whatComesEarlyIsTakenOnce() {
    b.says(coins(3, 3, 5), coins(1, 1, 6)).says(coins(3, 3, 5));
    assertThat(a.purse.capture().balance()).isEqualTo(1_011);
    assertThat(lastAcknowledgement().getReceived()).isEqualTo(1);
    assertThat(lastAcknowledgement().getReceivedAbove())
        .isEqualTo(ByteString.copyFrom(new byte[] {2}));
    b.says(coins(2, 2, 7), coins(1, 1, 6));
    assertThat(a.purse.capture().balance()).isEqualTo(1_018);
    assertThat(lastAcknowledgement().getReceived()).isEqualTo(3);
    assertThat(lastAcknowledgement().getReceivedAbove().isEmpty()).isTrue();
  }

  @Test
  void whatCameEarlyIsKnownAfterARestart() {
    b.says(coins(3, 3, 5), coins(1, 1, 6));
    NodeUnderTest later = a.restarted(config(2, () -> 0));
    PlayedPeer again = PlayedPeer.accepts(later, "B");
    assertThat(again.heard().getFirst().getHello().getReceived()).isEqualTo(1);
    assertThat(again.heard().getFirst().getHello().getReceivedAbove())
        .isEqualTo(ByteString.copyFrom(new byte[] {2}));
    again.says(hello(again.greeting().setSent(3)), coins(3, 3, 5), coins(2, 2, 7));
    assertThat(later.purse.capture().balance()).isEqualTo(1_018);
  }

  @Test
  void theGapIsBounded() {
    assertThat(b.says(coins(Cursor.SPAN, 1, 5)).isClosed()).isFalse();
    assertThat(b.says(coins(Cursor.SPAN + 1, 2, 5)).isClosed()).isTrue();
    assertThat(a.told.warnings.getLast()).contains("entry 16385 came after 0 and 1 above");
  }

  /** Of a marker, how many messages are still to come is all that it has changed. */
  @Test
  void aMarkerThatWaitsForMessagesIsKnownAfterARestart() {
    b.says(coins(1, 1, 5));
    a.initiate("request", Duration.ofDays(1));
    SnapshotId id = new SnapshotId("A", 1, 1);
    b.says(marker(2, id, 2));
    a.soon();
    NodeUnderTest later = a.restarted(config(2, () -> 0));
    PlayedPeer again = PlayedPeer.accepts(later, "B");
    again.says(hello(again.greeting().setSent(2)), coins(3, 2, 7));
    assertThat(later.node.part(id).orElseThrow().channels().get("B"))
        .containsExactly(new Coins(2, 7, 0));
  }

  @Test
  void aChannelThatWasNotFifoIsNotOneLater() {
    b.says(coins(3, 3, 5));
    NodeConfig fifo = NodeConfig.of("bank", "A", World.complete("A", "B"), 2);
    assertThatThrownBy(() -> a.restarted(fifo))
        .rootCause()
        .isInstanceOfSatisfying(
            OtherOrderException.class,
            refused -> assertThat(refused.stored()).isEqualTo(ChannelOrder.NON_FIFO));
  }

  @Test
  void aChannelThatWasFifoPromisesItLater() {
    NodeUnderTest fifo = NodeUnderTest.named("A");
    PlayedPeer.connected(fifo, "B").says(coins(1, 1, 5));
    assertThatThrownBy(() -> fifo.restarted(config(2, () -> 0)))
        .rootCause()
        .isInstanceOfSatisfying(
            OtherOrderException.class,
            refused -> assertThat(refused.stored()).isEqualTo(ChannelOrder.FIFO));
  }

  @Test
  void onAFifoChannelMessagesCarryNothing() {
    NodeUnderTest fifo = NodeUnderTest.named("A");
    PlayedPeer peer = PlayedPeer.connected(fifo, "B").says(late(coins(1, 1, 5), 1));
    assertThat(peer.isClosed()).isTrue();
    assertThat(fifo.told.warnings.getLast())
        .endsWith("entry 1: a message on a FIFO channel that carries snapshots");
  }

  @Test
  void whatIsCarriedMustBeSnapshots() {
    for (Recorded bad :
        List.of(
            Recorded.newBuilder().setInitiator(2).setIncarnation(1).setNumber(1).build(),
            Recorded.newBuilder().setInitiator(-1).setIncarnation(1).setNumber(1).build(),
            Recorded.newBuilder().setInitiator(1).setNumber(1).build(),
            Recorded.newBuilder().setInitiator(1).setIncarnation(1).build())) {
      NodeUnderTest node = new NodeUnderTest(config(1, () -> 0), store()).step();
      Frame coins = coins(1, 1, 5);
      Frame frame =
          coins.toBuilder().setEntry(coins.getEntry().toBuilder().addRecorded(bad)).build();
      assertThat(PlayedPeer.connected(node, "B").says(frame).isClosed()).as("%s", bad).isTrue();
    }
  }

  // ----------------------------------------------------------------- sending

  @Test
  void nothingWaitsForWhatIsDelayed() {
    long[] delays = {3, 1, 2};
    int[] next = {0};
    NodeUnderTest node = new NodeUnderTest(config(1, () -> delays[next[0]++]), store()).step();
    PlayedPeer peer = PlayedPeer.connected(node, "B");
    for (int amount = 1; amount <= 3; amount++) {
      node.pay("B", amount);
    }
    node.initiate("request", Duration.ofSeconds(30));
    assertThat(peer.entries()).extracting(Entry::getNumber).containsExactly(4L);
    assertThat(peer.entries().getFirst().getMarker().getMessagesBefore()).isEqualTo(3);
    node.after(1).after(1).after(1);
    assertThat(peer.entries()).extracting(Entry::getNumber).containsExactly(4L, 2L, 3L, 1L);
  }

  @Test
  void aNewConnectionBringsJustWhatIsMissing() {
    for (int amount = 1; amount <= 4; amount++) {
      a.pay("B", amount);
    }
    b.says(
        Frame.newBuilder()
            .setAcknowledgement(
                Acknowledgement.newBuilder()
                    .setReceived(1)
                    .setReceivedAbove(ByteString.copyFrom(new byte[] {2})))
            .build());
    assertThat(a.purse.capture().sentTo("B")).isEqualTo(4);
    for (NodeUnderTest node : List.of(a, a.restarted(config(2, () -> 0)))) {
      PlayedPeer again = reconnected(node);
      again.says(
          hello(
              again
                  .greeting()
                  .setReceived(1)
                  .setReceivedAbove(ByteString.copyFrom(new byte[] {2}))));
      assertThat(again.entries()).extracting(Entry::getNumber).containsExactly(2L, 4L);
    }
  }

  private PlayedPeer reconnected(NodeUnderTest node) {
    if (node == a) {
      b.close();
      node.step();
      node.after(Duration.ofSeconds(2));
    }
    return PlayedPeer.accepts(node, "B");
  }

  @Test
  void aPeerThatForgetsWhatItHadEarlyHasLostItsState() {
    a.pay("B", 1);
    a.pay("B", 2);
    b.says(
        Frame.newBuilder()
            .setAcknowledgement(
                Acknowledgement.newBuilder().setReceivedAbove(ByteString.copyFrom(new byte[] {2})))
            .build());
    PlayedPeer again = reconnected(a);
    again.says(again.hello());
    assertThat(a.told.warnings.getLast()).contains("it has lost its state");
    assertThat(again.heard().getLast().getRefusal().getCode()).isEqualTo(Refusal.Code.LOG_MISMATCH);
  }

  @Test
  void aCursorThatMakesNoSenseIsRefused() {
    NodeUnderTest node = new NodeUnderTest(config(1, () -> 0), store()).step();
    PlayedPeer peer = PlayedPeer.accepts(node, "B");
    peer.says(
        hello(
            peer.greeting().setReceivedAbove(ByteString.copyFrom(new byte[Cursor.SPAN / 8 + 1]))));
    assertThat(peer.heard().getLast().getRefusal().getReason())
        .startsWith("its cursor makes no sense: ");
  }

  // --------------------------------------------------------------- snapshots

  @Test
  void aMessageFromBehindTheCutMakesAMemberBeforeItIsDelivered() {
    b.says(late(coins(2, 2, 5), 1));
    assertThat(a.node.openSnapshots()).hasSize(1);
    b.says(marker(3, OF_B, 1));
    assertThat(a.node.part(OF_B)).isEmpty();
    b.says(coins(1, 1, 7));
    assertThat(a.node.part(OF_B).orElseThrow().state().balance()).isEqualTo(1_000);
    assertThat(a.node.part(OF_B).orElseThrow().channels())
        .containsEntry("B", List.of(new Coins(1, 7, 0)));
    assertThat(a.purse.capture().balance()).isEqualTo(1_012);
  }

  /** Found by random faults: without it, nobody would know after a restart what is awaited. */
  @Test
  void aMarkerThatClosesNothingYetIsKnownAfterARestart() {
    b.says(marker(2, OF_B, 1));
    NodeUnderTest later = a.restarted(config(2, () -> 0));
    PlayedPeer again = PlayedPeer.accepts(later, "B");
    again.says(hello(again.greeting().setSent(2)), coins(1, 1, 7));
    assertThat(later.node.part(OF_B).orElseThrow().channels())
        .containsEntry("B", List.of(new Coins(1, 7, 0)));
  }

  @Test
  void messagesCarryWhatIsUndecided() {
    b.says(marker(1, OF_B, 0));
    a.pay("B", 1);
    assertThat(b.entries().getLast().getRecordedList())
        .containsExactly(
            Recorded.newBuilder().setInitiator(1).setIncarnation(1).setNumber(1).build());
    b.says(PlayedPeer.decision(2, OF_B));
    a.pay("B", 1);
    assertThat(b.entries().getLast().getRecordedList()).isEmpty();
  }

  // ----------------------------------------------------------------- restore

  /** Else it would be prepared for ever. */
  @Test
  void whoPreparesForWhatIsAbortedIsToldAgain() {
    a.initiate("request", Duration.ofSeconds(30));
    SnapshotId own = new SnapshotId("A", 1, 1);
    b.says(marker(1, own, 0), PlayedPeer.report(2, own, report()));
    assertThat(a.restore("back", own, Duration.ofSeconds(1))).isEmpty();
    RestorePrepare prepare =
        b.entries().stream()
            .filter(Entry::hasRestorePrepare)
            .findFirst()
            .orElseThrow()
            .getRestorePrepare();
    a.after(Duration.ofMinutes(1));
    assertThat(a.node.restoring()).isEmpty();
    long aborts = aborts(prepare.getAttempt());
    assertThat(aborts).isEqualTo(1);
    b.says(PlayedPeer.vote(3, prepare.getAttempt(), ""));
    assertThat(aborts(prepare.getAttempt())).isEqualTo(2);
    b.says(PlayedPeer.vote(4, "C.1.1", ""));
    assertThat(b.entries()).filteredOn(Entry::hasRestoreAbort).hasSize(2);
  }

  private long aborts(String attempt) {
    return b.entries().stream()
        .filter(Entry::hasRestoreAbort)
        .map(Entry::getRestoreAbort)
        .map(RestoreAbort::getAttempt)
        .filter(attempt::equals)
        .count();
  }

  private static cutline.runtime.wire.Report report() {
    return cutline.runtime.wire.Report.newBuilder()
        .setLocal(
            cutline.runtime.wire.LocalSnapshot.newBuilder()
                .setState(
                    ByteString.copyFrom(
                        new PurseCodec(0)
                            .encodeState(new Purse(1_000, Purse.Habit.KEEP).capture())))
                .addChannels(cutline.runtime.wire.ChannelState.newBuilder().setFrom("A")))
        .build();
  }
}
