package cutline.core;

import static cutline.core.ChannelOrder.FIFO;
import static cutline.core.ChannelOrder.NON_FIFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {

  private static SortedMap<Channel, ChannelOrder> channels(String... arrows) {
    SortedMap<Channel, ChannelOrder> channels = new TreeMap<>();
    for (String arrow : arrows) {
      channels.put(new Channel(arrow.substring(0, 1), arrow.substring(1)), FIFO);
    }
    return channels;
  }

  @Test
  void processesAreNumberedInTheOrderOfTheirNames() {
    Topology topology = Topology.complete(List.of("C", "A", "B", "A"), FIFO);

    assertThat(topology.names()).containsExactly("A", "B", "C");
    assertThat(topology.size()).isEqualTo(3);
    assertThat(topology.index("C")).isEqualTo(2);
    assertThat(topology.name(2)).isEqualTo("C");
    assertThat(topology.index("X")).isEqualTo(-1);
  }

  @Test
  void completeTopologyHasAChannelEachWayBetweenEveryTwo() {
    Topology topology = Topology.complete(List.of("A", "B", "C"), NON_FIFO);

    assertThat(topology.channels().keySet().stream().map(Channel::toString))
        .containsExactly("A→B", "A→C", "B→A", "B→C", "C→A", "C→B");
    assertThat(topology.channels().values()).containsOnly(NON_FIFO);
    assertThat(topology.outgoing(1)).containsExactly(0, 2);
    assertThat(topology.incoming(1)).containsExactly(0, 2);
  }

  @Test
  void channelsAreDirected() {
    Topology ring = Topology.of(List.of("A", "B", "C"), channels("AB", "BC", "CA"));

    assertThat(ring.outgoing(0)).containsExactly(1);
    assertThat(ring.incoming(0)).containsExactly(2);
    assertThat(ring.connects(0, 1)).isTrue();
    assertThat(ring.connects(1, 0)).isFalse();
    assertThat(ring.connects(0, 0)).isFalse();
  }

  @Test
  void eachChannelHasItsOwnOrder() {
    SortedMap<Channel, ChannelOrder> channels = channels("AB", "BA");
    channels.put(new Channel("B", "A"), NON_FIFO);
    Topology topology = Topology.of(List.of("A", "B"), channels);

    assertThat(topology.order(0, 1)).isEqualTo(FIFO);
    assertThat(topology.order(1, 0)).isEqualTo(NON_FIFO);
    assertThatThrownBy(() -> topology.order(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no channel A→A");
  }

  @Test
  void whatIsHandedOutCannotChangeIt() {
    Topology topology = Topology.complete(List.of("A", "B"), FIFO);
    topology.outgoing(0)[0] = 7;
    topology.incoming(0)[0] = 7;
    topology.channels().clear();

    assertThat(topology.outgoing(0)).containsExactly(1);
    assertThat(topology.incoming(0)).containsExactly(1);
    assertThat(topology.channels()).hasSize(2);
  }

  @Test
  void processAloneNeedsNoChannel() {
    assertThat(Topology.of(List.of("A"), channels()).channels()).isEmpty();
  }

  @Test
  void noProcessIsRefused() {
    assertThatThrownBy(() -> Topology.of(List.of(), channels()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a topology needs at least one process");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A B", "A\t", "A\n", "A\0"})
  void whatIsNotANameIsRefused(String name) {
    assertThatThrownBy(() -> Topology.complete(List.of("A", name), FIFO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' is not a name: 1 to 64 characters without white space and control characters"
                .formatted(name));
  }

  @Test
  void nameOf64CharactersIsTheLongest() {
    assertThat(Topology.complete(List.of("A".repeat(64)), FIFO).size()).isEqualTo(1);
    assertThatThrownBy(() -> Topology.complete(List.of("A".repeat(65)), FIFO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void channelOfAnUnknownProcessIsRefused() {
    assertThatThrownBy(() -> Topology.of(List.of("A", "B"), channels("AB", "BA", "BX")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channel B→X names the unknown process X");
  }

  @Test
  void channelFromAProcessToItselfIsRefused() {
    assertThatThrownBy(() -> Topology.of(List.of("A"), channels("AA")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channel A→A leads from a process to itself");
  }

  @Test
  void processThatReachesNoOtherIsRefused() {
    assertThatThrownBy(() -> Topology.of(List.of("A", "B", "C"), channels("AB", "BA", "AC")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no path from C to A, so a snapshot that C initiates would never end");
  }

  @Test
  void processThatIsNotReachedIsRefused() {
    assertThatThrownBy(() -> Topology.of(List.of("A", "B", "C"), channels("AB", "BA", "CA")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no path from A to C, so a snapshot that A initiates would never end");
  }

  @Test
  void halvesWithoutAChannelBetweenThemAreRefused() {
    assertThatThrownBy(
            () -> Topology.of(List.of("A", "B", "C", "D"), channels("AB", "BA", "CD", "DC")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no path from A to C");
  }
}
