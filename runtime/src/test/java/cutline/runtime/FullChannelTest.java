package cutline.runtime;

import static cutline.runtime.PlayedPeer.acknowledgement;
import static cutline.runtime.PlayedPeer.marker;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.Channel;
import cutline.core.Initiation;
import cutline.core.Limits;
import cutline.core.SnapshotId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A receiver that is far behind: messages are refused, and what is held stays bounded. */
class FullChannelTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int MOST = 65_536;
  private static final int WINDOW = 16_384;

  private final NodeUnderTest a = NodeUnderTest.named("A");

  private void fill() {
    a.act(() -> {
      for (int i = 0; i < MOST; i++) {
        assertThat(a.purse.pay("B", 1, 0, a.node.sender())).isEmpty();
      }
    });
  }

  @Test
  void aFullChannelRefusesMessagesAndChangesNothing() {
    fill();
    Purse.State before = a.purse.capture();
    Optional<SendRefusal> refusal = a.pay("B", 1);
    assertThat(refusal).contains(new SendRefusal.ChannelFull(new Channel("A", "B"), MOST));
    assertThat(refusal.orElseThrow())
        .hasToString("channel A→B is full: B has not acknowledged 65536 messages");
    assertThat(a.purse.capture()).isEqualTo(before);
    assertThat(a.pay("C", 1)).isEmpty();
  }

  @Test
  void aFullChannelHasRoomForMarkers() {
    fill();
    a.initiate("request", TIMEOUT);
    PlayedPeer b = PlayedPeer.connected(a, "B");
    for (long received = WINDOW; received <= MOST; received += WINDOW) {
      b.says(acknowledgement(received));
    }
    assertThat(b.entries()).hasSize(MOST + 1);
    assertThat(b.entries().getLast().getMarker().getMessagesBefore()).isEqualTo(MOST);
  }

  @Test
  void markersTakeNoRoomFromMessages() {
    a.initiate("request", TIMEOUT);
    a.initiate("other", TIMEOUT);
    fill();
    assertThat(a.pay("B", 1)).isPresent();
  }

  @Test
  void anAcknowledgementMakesRoom() {
    fill();
    PlayedPeer b = PlayedPeer.connected(a, "B");
    assertThat(a.pay("B", 1)).isPresent();
    b.says(acknowledgement(1));
    assertThat(a.pay("B", 1)).isEmpty();
    assertThat(a.pay("B", 1)).isPresent();
  }

  @Test
  void underWayIsWhatHasLeftOrWillLeaveWithTheNextCommit() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.act(() -> {
      for (int i = 0; i < 3; i++) {
        assertThat(a.purse.pay("B", 1, 0, a.node.sender())).isEmpty();
        assertThat(a.node.sender().underWay("B")).isEqualTo(i + 1);
      }
    });
    assertThat(a.node.sender().underWay("B")).isEqualTo(3);
    b.says(acknowledgement(2));
    assertThat(a.node.sender().underWay("B")).isEqualTo(1);
    assertThat(a.pay("C", 1)).isEmpty();
    assertThat(a.node.sender().underWay("C")).isZero();
  }

  @Test
  void transmissionDoesNotRunFarAhead() {
    fill();
    PlayedPeer b = PlayedPeer.connected(a, "B");
    assertThat(b.entries()).hasSize(WINDOW);
    assertThat(a.node.nextStep()).isGreaterThan(a.now);
    b.says(acknowledgement(10));
    assertThat(b.entries()).hasSize(WINDOW + 10);
  }

  /** Large messages would fill the memory of whoever has to send them long before they are many. */
  @Test
  void transmissionDoesNotRunFarAheadInBytes() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.act(() -> {
      for (int i = 0; i < 1_000; i++) {
        a.purse.pay("B", 1, 60_000, a.node.sender());
      }
    });
    int window = b.entries().size();
    assertThat(window).isBetween(200, 300);
    b.says(acknowledgement(10));
    assertThat(b.entries()).hasSize(window + 10);
    b.close();
    PlayedPeer again = PlayedPeer.accepts(a.step().after(Peer.FIRST_REDIAL), "B");
    again.says(PlayedPeer.hello(again.greeting().setReceived(10)));
    assertThat(again.entries()).hasSize(window);
    for (long received = 11; received <= 1_000; received++) {
      again.says(acknowledgement(received));
    }
    assertThat(again.entries()).hasSize(990);
  }

  @Test
  void aFullChannelIsFullAfterARestart() {
    fill();
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(later.pay("B", 1)).isPresent();
    assertThat(later.pay("C", 1)).isEmpty();
  }

  @Test
  void noSnapshotStartsBehindAThousandControlEntries() {
    Limits limits = new Limits(2_000, 0, 2_000);
    NodeUnderTest bounded =
        new NodeUnderTest(NodeUnderTest.config("A", limits), new FragileStore()).step();
    PlayedPeer c = PlayedPeer.connected(bounded, "C");
    for (int i = 0; i <= 1_000; i++) {
      assertThat(bounded.initiate("request " + i, TIMEOUT)).isInstanceOf(Initiation.Started.class);
      c.says(acknowledgement(i + 1));
    }
    Initiation.Busy busy =
        new Initiation.Busy("channel A→B holds 1001 control entries that B has not acknowledged");
    assertThat(bounded.initiate("one more", TIMEOUT)).isEqualTo(busy);
    assertThat(c.entries()).hasSize(1_001);
    assertThat(bounded.initiate("request 7", TIMEOUT)).isInstanceOf(Initiation.Started.class);
    SnapshotId ofC = new SnapshotId("C", 1, 1);
    c.says(marker(1, ofC, 0));
    assertThat(bounded.told.warnings)
        .containsExactly("A gives up snapshot C.1.1: " + busy.reason());
    assertThat(c.entries().getLast().hasReport()).isTrue();
    assertThat(bounded.node.openSnapshots()).extracting(OpenSnapshot::id).doesNotContain(ofC);
    PlayedPeer.connected(bounded, "B").says(acknowledgement(1));
    assertThat(bounded.initiate("one more", TIMEOUT)).isInstanceOf(Initiation.Started.class);
  }
}
