package cutline.runtime;

import static cutline.runtime.PlayedPeer.acknowledgement;
import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.decision;
import static cutline.runtime.PlayedPeer.marker;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.SnapshotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step applies, then commits, and only then lets anything out. */
class StepOrderTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final NodeUnderTest a = NodeUnderTest.named("A");
  private final List<String> order = new ArrayList<>();

  /** From now on, the order shows each commit, and how much had been said to the peer by then. */
  private void watch(PlayedPeer peer) {
    int before = peer.heard().size();
    a.store.onCommit(() -> order.add("commit, said " + (peer.heard().size() - before)));
  }

  @Test
  void aMessageLeavesBehindTheCommit() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    watch(b);
    a.act(() -> {
      a.purse.pay("B", 5, 0, a.node.sender());
      a.node.sender().afterCommit(() -> order.add("action"));
    });
    assertThat(order).containsExactly("commit, said 0", "action");
    assertThat(b.numbers()).containsExactly(1L);
  }

  @Test
  void aMessageIsAcknowledgedBehindTheCommit() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    watch(b);
    b.says(coins(1, 1, 5), coins(2, 2, 5));
    assertThat(order).containsExactly("commit, said 0");
    assertThat(b.acknowledgements()).containsExactly(2L);
  }

  @Test
  void markersAndReportsLeaveBehindTheCommit() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    SnapshotId id = new SnapshotId("B", 1, 1);
    watch(b);
    b.says(marker(1, id, 0));
    c.says(marker(1, id, 0));
    assertThat(order).containsExactly("commit, said 0", "commit, said 2");
    assertThat(b.entries()).hasSize(2);
    assertThat(b.entries().getLast().hasReport()).isTrue();
  }

  /** Of three markers, the one between the first and the last costs nothing of its own. */
  @Test
  void aMarkerBetweenCostsNeitherACommitNorAPacket() {
    NodeUnderTest one =
        new NodeUnderTest(
                NodeConfig.of("bank", "A", World.complete("A", "B", "C", "D"), 1),
                new FragileStore())
            .step();
    PlayedPeer b = PlayedPeer.connected(one, "B");
    PlayedPeer c = PlayedPeer.connected(one, "C");
    PlayedPeer d = PlayedPeer.connected(one, "D");
    SnapshotId id = new SnapshotId("B", 1, 1);
    b.says(marker(1, id, 0));
    int commits = one.store.commits();
    c.says(marker(1, id, 0));
    assertThat(one.store.commits()).isEqualTo(commits);
    assertThat(c.acknowledgements()).isEmpty();
    d.says(marker(1, id, 0));
    assertThat(one.store.commits()).isEqualTo(commits + 1);
    assertThat(b.entries()).hasSize(2);
    assertThat(b.acknowledgements()).containsExactly(1L);
    assertThat(c.acknowledgements()).isEmpty();
    assertThat(one.node.nextStep()).isEqualTo(one.now + Peer.ACKNOWLEDGEMENT_DELAY);
    one.soon();
    assertThat(c.acknowledgements()).containsExactly(1L);
    assertThat(d.acknowledgements()).containsExactly(1L);
    assertThat(one.node.nextStep()).isGreaterThan(one.now);
  }

  /** Nobody waits for it, and yet it does not wait for ever. */
  @Test
  void aMarkerThatLeadsToNothingIsDurableAndAcknowledgedSoon() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer.connected(a, "C");
    SnapshotId id = new SnapshotId("B", 1, 1);
    b.says(marker(1, id, 0));
    a.soon();
    watch(b);
    b.says(decision(2, id));
    assertThat(order).isEmpty();
    a.after(Peer.ACKNOWLEDGEMENT_DELAY - 1);
    assertThat(order).isEmpty();
    a.after(1);
    assertThat(order).containsExactly("commit, said 0");
    assertThat(b.acknowledgements()).endsWith(2L);
  }

  @Test
  void aHelloLeavesBehindTheCommit() {
    PlayedPeer b = PlayedPeer.accepts(a, "B");
    assertThat(b.helloHeard()).isPresent();
    NodeUnderTest under = new NodeUnderTest(NodeUnderTest.config("B", 1), new FragileStore());
    PlayedPeer dialler = PlayedPeer.dials(under, "A");
    under.store.onCommit(() -> order.add("commit, said " + dialler.heard().size()));
    dialler.says(dialler.hello());
    assertThat(order).containsExactly("commit, said 0");
    assertThat(dialler.helloHeard()).isPresent();
  }

  @Test
  void aDecisionIsToldBehindTheCommit() {
    a.initiate("request", TIMEOUT);
    a.store.onCommit(() -> order.add("commit, told " + a.told.decisions.size()));
    a.after(TIMEOUT);
    assertThat(order).containsExactly("commit, told 0");
    assertThat(a.told.decisions).hasSize(1);
  }

  @Test
  void aWarningIsGivenBehindTheCommit() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.store.onCommit(() -> order.add("commit, warned " + a.told.warnings.size()));
    b.says(coins(1, 1, 5), coins(3, 3, 5));
    assertThat(order).containsExactly("commit, warned 0");
    assertThat(a.told.warnings).hasSize(1);
  }

  @Test
  void nothingLeavesWhenTheCommitFails() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    int said = b.heard().size();
    a.store.failAt(a.store.commits() + 1);
    b.arrive(coins(1, 1, 5));
    a.act(() -> {
      a.purse.pay("B", 5, 0, a.node.sender());
      a.node.initiate("request", TIMEOUT);
      a.node.sender().afterCommit(() -> order.add("action"));
    });
    assertThat(b.heard()).hasSize(said);
    assertThat(order).isEmpty();
    assertThat(b.isClosed()).isTrue();
    assertThat(c.isClosed()).isTrue();
    assertThat(a.node.isHalted()).isTrue();
    assertThat(a.told.halts)
        .containsExactly("A stops: its state could not be made durable: the disk is full");
  }

  @Test
  void aHaltedNodeDoesNothingAnyMore() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.store.failAt(a.store.commits() + 1);
    a.pay("B", 5);
    int commits = a.store.commits();
    int said = b.heard().size();
    a.act(() -> order.add("action")).after(Duration.ofDays(1));
    assertThat(order).isEmpty();
    assertThat(a.store.commits()).isEqualTo(commits);
    assertThat(b.heard()).hasSize(said);
    assertThat(a.isDialling("B")).isFalse();
    assertThat(a.told.halts).hasSize(1);
  }

  @Test
  void whatIsSentTooLateWaitsForTheNextCommit() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.act(() -> a.node.sender().afterCommit(() -> a.purse.pay("B", 5, 0, a.node.sender())));
    assertThat(b.entries()).isEmpty();
    watch(b);
    a.step();
    assertThat(order).containsExactly("commit, said 0");
    assertThat(b.numbers()).containsExactly(1L);
  }

  @Test
  void aStepThatChangesNothingCommitsNothing() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.pay("B", 5);
    int commits = a.store.commits();
    a.step();
    b.says(acknowledgement(1));
    assertThat(a.store.commits()).isEqualTo(commits);
  }

  @Test
  void allThatHasComeIsOneCommit() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    int commits = a.store.commits();
    b.arrive(coins(1, 1, 5));
    c.arrive(coins(1, 1, 5), marker(2, new SnapshotId("C", 1, 1), 1));
    a.pay("B", 5);
    assertThat(a.store.commits()).isEqualTo(commits + 1);
  }
}
