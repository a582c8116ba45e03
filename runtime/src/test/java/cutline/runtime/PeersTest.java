package cutline.runtime;

import static cutline.runtime.PlayedPeer.acknowledgement;
import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.marker;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.SnapshotId;
import cutline.runtime.Purse.Coins;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process knows of its peers, and tells its program. */
class PeersTest {

  private final NodeUnderTest a = NodeUnderTest.named("A");

  private PeerStatus b() {
    return a.node.peers().getFirst();
  }

  private static PeerStatus peer(String name, boolean isConnected, boolean isMet) {
    return new PeerStatus(name, isConnected, isMet, 0, 0);
  }

  @Test
  void aPeerIsMetByAConnectionThatBothHaveAgreedOn() {
    assertThat(a.node.peers()).containsExactly(peer("B", false, false), peer("C", false, false));
    PlayedPeer peer = PlayedPeer.accepts(a, "B");
    assertThat(b()).isEqualTo(peer("B", false, false));
    peer.says(peer.hello());
    assertThat(b()).isEqualTo(peer("B", true, true));
    peer.close();
    a.step();
    assertThat(b()).isEqualTo(peer("B", false, true));
    assertThat(a.told.connections).containsExactly("B is there", "B has gone");
  }

  @Test
  void whoWasMetOnceIsMetAfterARestart() {
    PlayedPeer.connected(a, "B");
    NodeUnderTest again = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(again.node.peers().getFirst()).isEqualTo(peer("B", false, true));
  }

  @Test
  void aPeerThatBreaksTheRulesHasGone() {
    PlayedPeer peer = PlayedPeer.connected(a, "B");
    peer.says(coins(7, 1, 5));
    assertThat(b().isConnected()).isFalse();
    assertThat(a.told.connections).containsExactly("B is there", "B has gone");
  }

  /** A connection that takes the place of another one is no news. */
  @Test
  void whoConnectsAgainIsStillThere() {
    NodeUnderTest under = NodeUnderTest.named("B");
    PlayedPeer first = PlayedPeer.connected(under, "A");
    PlayedPeer second = PlayedPeer.dials(under, "A");
    second.says(second.hello());
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isFalse();
    assertThat(under.told.connections).containsExactly("A is there");
  }

  @Test
  void theSenderKnowsWhoIsThere() {
    PlayedPeer.connected(a, "B");
    Sender<Coins> sender = a.node.sender();
    assertThat(List.of("A", "B", "C", "X").stream().map(sender::isConnected))
        .containsExactly(false, true, false, false);
  }

  @Test
  void whatIsNotAcknowledgedCanBeSeen() {
    PlayedPeer peer = PlayedPeer.connected(a, "B");
    a.pay("B", 5);
    a.initiate("s", Duration.ofSeconds(1));
    a.pay("B", 7);
    assertThat(a.node.unacknowledged("B")).extracting(Coins::amount).containsExactly(5, 7);
    assertThat(a.node.unacknowledged("C")).isEmpty();
    peer.says(acknowledgement(1));
    assertThat(a.node.unacknowledged("B")).extracting(Coins::amount).containsExactly(7);
  }

  /** Markers do not count, and what was counted outlives the process. */
  @Test
  void messagesAreCountedPerChannel() {
    PlayedPeer peer = PlayedPeer.connected(a, "B");
    a.pay("B", 5);
    a.initiate("s", Duration.ofSeconds(1));
    a.pay("B", 7);
    peer.says(coins(1, 1, 3));
    assertThat(b()).isEqualTo(new PeerStatus("B", true, true, 2, 1));
    NodeUnderTest again = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(again.node.peers())
        .containsExactly(
            new PeerStatus("B", false, true, 2, 1), new PeerStatus("C", false, false, 0, 0));
  }

  @Test
  void howFarASnapshotHasComeCanBeSeen() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    a.initiate("s", Duration.ofSeconds(1));
    SnapshotId id = new SnapshotId("A", 1, 1);
    assertThat(a.node.openSnapshots()).containsExactly(new OpenSnapshot(id, 0, 0));
    b.says(marker(1, id, 0));
    assertThat(a.node.openSnapshots()).containsExactly(new OpenSnapshot(id, 1, 0));
    c.says(marker(1, id, 0));
    assertThat(a.node.openSnapshots()).containsExactly(new OpenSnapshot(id, 2, 1));
    assertThat(a.told.recorded).containsExactly(id);
  }
}
