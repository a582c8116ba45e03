package cutline.runtime;

import static cutline.runtime.PlayedPeer.acknowledgement;
import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.entry;
import static cutline.runtime.PlayedPeer.hello;
import static cutline.runtime.PlayedPeer.marker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel is a numbered log: each message arrives once, in order, on whatever connection. */
class TransferTest {

  private final NodeUnderTest a = NodeUnderTest.named("A");

  private long balance() {
    return a.purse.capture().balance() - NodeUnderTest.SHARE;
  }

  private PlayedPeer reconnected(PlayedPeer before, String name, long received, long sent) {
    before.close();
    a.step().after(Peer.FIRST_REDIAL);
    PlayedPeer peer = PlayedPeer.accepts(a, name);
    return peer.says(hello(peer.greeting().setReceived(received).setSent(sent)));
  }

  @Test
  void entriesAreNumberedFromOne() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    for (int i = 0; i < 3; i++) {
      a.pay("B", 5);
    }
    a.pay("C", 5);
    assertThat(b.numbers()).containsExactly(1L, 2L, 3L);
    assertThat(PlayedPeer.connected(a, "C").numbers()).containsExactly(1L);
  }

  @Test
  void whatArrivesIsDeliveredAndAcknowledged() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(coins(1, 1, 5)).says(coins(2, 2, 6));
    assertThat(balance()).isEqualTo(11);
    assertThat(b.acknowledgements()).containsExactly(1L, 2L);
  }

  @Test
  void whatTheApplicationObjectsToIsRefused() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(coins(1, 1, Purse.TOO_MANY));
    assertThat(balance()).isZero();
    assertThat(b.isClosed()).isTrue();
    assertThat(a.told.warnings.getLast()).endsWith("entry 1: nobody has so much");
  }

  @Test
  void aDuplicateIsDroppedAndAcknowledgedAgain() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(coins(1, 1, 5), coins(2, 2, 6))
        .says(coins(1, 1, 5))
        .says(coins(2, 2, 6), coins(3, 3, 7));
    assertThat(balance()).isEqualTo(18);
    assertThat(b.acknowledgements()).containsExactly(2L, 2L, 3L);
    assertThat(b.isClosed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aNumberBelowOneIsNeverDelivered(long number) {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(coins(number, 1, 5));
    assertThat(balance()).isZero();
    assertThat(b.acknowledgements()).containsExactly(0L);
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 1_000, Long.MAX_VALUE})
  void aGapEndsTheConnection(long number) {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    PlayedPeer c = PlayedPeer.connected(a, "C");
    b.says(coins(1, 1, 5), coins(number, 2, 6), coins(2, 2, 6));
    assertThat(b.isClosed()).isTrue();
    assertThat(c.isClosed()).isFalse();
    assertThat(balance()).isEqualTo(5);
    assertThat(a.told.warnings)
        .containsExactly(
            "A ended the connection of B (B's address): entry " + number + " came after 1");
  }

  @Test
  void afterAGapTheRestIsSentAgain() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(coins(1, 1, 5), coins(3, 3, 7));
    PlayedPeer again = reconnected(b, "B", 0, 3);
    assertThat(again.helloHeard()).hasValueSatisfying(h -> assertThat(h.getReceived()).isOne());
    again.says(coins(2, 2, 6), coins(3, 3, 7));
    assertThat(balance()).isEqualTo(18);
  }

  @Test
  void whatComesBehindTheEndOfAConnectionIsIgnored() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.arrive(coins(2, 2, 5));
    b.arrive(coins(1, 1, 5));
    a.step();
    assertThat(balance()).isZero();
  }

  @Test
  void whatIsNotAcknowledgedIsSentAgain() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    for (int i = 0; i < 4; i++) {
      a.pay("B", 5);
    }
    b.says(acknowledgement(1));
    PlayedPeer again = reconnected(b, "B", 2, 0);
    assertThat(again.numbers()).containsExactly(3L, 4L);
    assertThat(again.entries()).isEqualTo(b.entries().subList(2, 4));
  }

  @Test
  void whatIsSentWithoutAConnectionWaitsForOne() {
    a.pay("B", 5);
    a.pay("B", 6);
    assertThat(PlayedPeer.connected(a, "B").numbers()).containsExactly(1L, 2L);
  }

  @Test
  void nothingIsSentBeforeThePeerHasSaidWhoItIs() {
    a.pay("B", 5);
    PlayedPeer b = PlayedPeer.accepts(a, "B");
    assertThat(b.entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, Cursor.MAX})
  void anAcknowledgementOfWhatWasNotSentEndsTheConnection(long number) {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.pay("B", 5);
    b.says(acknowledgement(number), coins(1, 1, 5));
    assertThat(b.isClosed()).isTrue();
    assertThat(balance()).isEqualTo(-5);
    assertThat(a.told.warnings)
        .containsExactly(
            "A ended the connection of B (B's address): it acknowledged entries that were not sent");
    PlayedPeer again = reconnected(b, "B", 0, 1);
    assertThat(again.numbers()).containsExactly(1L);
  }

  @Test
  void acknowledgementsMayComeLateAndTwice() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    for (int i = 0; i < 3; i++) {
      a.pay("B", 5);
    }
    b.says(acknowledgement(2)).says(acknowledgement(1)).says(acknowledgement(2));
    b.says(acknowledgement(3), acknowledgement(1));
    assertThat(b.isClosed()).isFalse();
    assertThat(reconnected(b, "B", 3, 0).entries()).isEmpty();
  }

  @Test
  void aMessageThatIsNoneEndsTheConnection() {
    Frame bad =
        entry(Entry.newBuilder().setNumber(2).setMessage(ByteString.copyFromUtf8("no coins")));
    assertEndsTheConnection(bad, "not coins");
  }

  @Test
  void anEntryWithoutContentEndsTheConnection() {
    assertEndsTheConnection(entry(Entry.newBuilder().setNumber(2)), "an entry without content");
  }

  private void assertEndsTheConnection(Frame second, String why) {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    b.says(coins(1, 1, 5), second, coins(3, 2, 6));
    assertThat(b.isClosed()).isTrue();
    assertThat(balance()).isEqualTo(5);
    assertThat(a.told.warnings)
        .containsExactly("A ended the connection of B (B's address): entry 2: " + why);
    assertThat(reconnected(b, "B", 0, 3).helloHeard())
        .hasValueSatisfying(hello -> assertThat(hello.getReceived()).isOne());
  }

  @Test
  void aMessageThatIsTooLargeIsNotSent() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.act(() ->
        assertThatThrownBy(() -> a.purse.pay("B", 5, 60 * 1024, a.node.sender()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a message of 61456 bytes, and the most are 61440"));
    a.act(() -> a.purse.pay("B", 5, 60 * 1024 - 16, a.node.sender()));
    assertThat(b.numbers()).containsExactly(1L);
  }

  @Test
  void thereIsNoWayToWhomThereIsNoChannel() {
    for (String to : new String[] {"A", "X", ""}) {
      a.act(() ->
          assertThatThrownBy(() -> a.purse.pay(to, 5, 0, a.node.sender()))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("there is no channel A→" + to));
    }
  }

  @Test
  void nothingComesWhereThereIsNoChannel() {
    SortedMap<Channel, ChannelOrder> ring = new TreeMap<>();
    ring.put(new Channel("A", "B"), ChannelOrder.FIFO);
    ring.put(new Channel("B", "C"), ChannelOrder.FIFO);
    ring.put(new Channel("C", "A"), ChannelOrder.FIFO);
    Topology topology = Topology.of(List.of("A", "B", "C"), ring);
    for (Frame frame : List.of(coins(1, 1, 5), marker(1, new SnapshotId("B", 1, 1), 0))) {
      NodeUnderTest node =
          new NodeUnderTest(NodeConfig.of("bank", "A", topology, 1), new FragileStore()).step();
      assertThat(PlayedPeer.connected(node, "B").says(frame).isClosed()).isTrue();
      assertThat(node.told.warnings.getFirst()).endsWith("entry 1: there is no channel from B");
      assertThat(node.purse.capture().balance()).isEqualTo(NodeUnderTest.SHARE);
      assertThat(node.node.openSnapshots()).isEmpty();
      assertThat(PlayedPeer.connected(node, "C").says(coins(1, 1, 5)).isClosed()).isFalse();
    }
  }

  @Test
  void whatAnActionDoesIsDurableThoughItSendsNothing() {
    a.act(() -> a.purse.restore(new Purse.State(7, new TreeMap<>(), new TreeMap<>())));
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    assertThat(later.purse.capture().balance()).isEqualTo(7);
  }

  @Test
  void whatItsProgramKeepsIsDurable() throws Exception {
    a.act(() -> a.node.keep("longer", new byte[] {7}));
    assertThat(Node.kept(a.store, "longer")).hasValue(new byte[] {7});
    assertThat(Node.kept(a.store, "long")).isEmpty();
  }

  @Test
  void aRestartedProcessGoesOnWithItsNumbers() {
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.pay("B", 5);
    a.pay("B", 6);
    b.says(acknowledgement(1), coins(1, 1, 7));
    NodeUnderTest later = a.restarted(NodeUnderTest.config("A", 2));
    PlayedPeer again = PlayedPeer.accepts(later, "B");
    assertThat(again.helloHeard())
        .hasValueSatisfying(hello -> {
          assertThat(hello.getIncarnation()).isEqualTo(2);
          assertThat(hello.getReceived()).isEqualTo(1);
          assertThat(hello.getSent()).isEqualTo(2);
        });
    again.says(hello(again.greeting().setReceived(1).setSent(1)));
    later.pay("B", 8);
    assertThat(again.numbers()).containsExactly(2L, 3L);
    assertThat(later.purse.capture().balance()).isEqualTo(NodeUnderTest.SHARE - 5 - 6 + 7 - 8);
  }
}
