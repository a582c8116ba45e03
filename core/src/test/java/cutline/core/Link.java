package cutline.core;

import java.util.ArrayList;
import java.util.List;

/** A channel of a {@link Network}, with all that was ever sent on it. */
final class Link {

  /**
   * A message of the application.
   *
   * @param number its place among all that were sent on its channel, from 1
   * @param clock what its sender knew
   */
  record Money(int number, int amount, VectorClock clock) {
    @Override
    public String toString() {
      return "$" + amount + " (" + number + ")";
    }
  }

  /** What is in flight. */
  sealed interface Entry {}

  record MoneyEntry(List<SnapshotId> carried, Money money) implements Entry {}

  record MarkerEntry(Marker marker) implements Entry {}

  final int from;
  final int to;
  final boolean fifo;

  /** In the order of sending. */
  final List<Entry> inFlight = new ArrayList<>();

  /** In the order of sending. */
  final List<Money> sent = new ArrayList<>();

  /** In the order of arrival. */
  final List<Money> arrived = new ArrayList<>();

  Link(int from, int to, ChannelOrder order) {
    this.from = from;
    this.to = to;
    this.fifo = order == ChannelOrder.FIFO;
  }
}
