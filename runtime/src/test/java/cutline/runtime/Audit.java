package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotStatus;
import cutline.core.Topology;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What holds in every complete snapshot of purses, and in every world at rest. */
record Audit(Topology topology, long total) {

  /**
   * A snapshot is complete and exact: each channel holds just the messages that its sender had sent
   * before its cut and its receiver had not got before its own; in order if it is FIFO.
   */
  void exact(GlobalSnapshot<State, Coins> snapshot) {
    assertThat(snapshot.status())
        .as("snapshot %s (%s)", snapshot.id(), snapshot.reason())
        .isEqualTo(SnapshotStatus.COMPLETE);
    assertThat(snapshot.states().keySet()).containsExactlyElementsOf(topology.names());
    assertThat(snapshot.markers()).isEqualTo(topology.channels().size());
    channels(snapshot.states(), snapshot.channels());
  }

  /** Nothing is in flight, nothing lost and nothing doubled. */
  void atRest(SortedMap<String, State> states) {
    channels(states, Collections.emptySortedMap());
  }

  private void channels(SortedMap<String, State> states, SortedMap<Channel, List<Coins>> inFlight) {
    long sum = states.values().stream().mapToLong(State::balance).sum();
    for (Channel channel : topology.channels().keySet()) {
      List<Coins> messages = inFlight.getOrDefault(channel, List.of());
      State to = state(states, channel.to());
      List<Long> expected =
          LongStream.rangeClosed(
                  to.receivedFrom(channel.from()) + 1,
                  state(states, channel.from()).sentTo(channel.to()))
              .boxed()
              .filter(number -> !to.earlyFrom(channel.from()).contains(number))
              .toList();
      Stream<Long> numbers = messages.stream().map(Coins::number);
      assertThat(topology.channels().get(channel) == ChannelOrder.FIFO ? numbers : numbers.sorted())
          .as("numbers in flight on %s", channel)
          .containsExactlyElementsOf(expected);
      sum += Purse.sum(messages);
    }
    assertThat(sum).as("total").isEqualTo(total);
  }

  private static State state(SortedMap<String, State> states, String name) {
    State state = states.get(name);
    assertThat(state).as("state of %s", name).isNotNull();
    return Objects.requireNonNull(state);
  }
}
