package cutline.simulation.explore;

import java.util.List;

/**
 * A process's local state where it was recorded, and what an onlooker knows of that moment.
 *
 * @param sent per process, how many transfers were sent to it
 * @param received per process, the transfers that had come from it, as bits: the lowest is number 1
 */
record Cut(long balance, List<Integer> sent, List<Integer> received) {

  /** Whether the sender's cut is behind the sending. */
  boolean hasSent(Money money) {
    return money.number() <= sent.get(money.to());
  }

  /** Whether the receiver's cut is behind the receipt. */
  boolean hasReceived(Money money) {
    return (received.get(money.from()) & 1 << (money.number() - 1)) != 0;
  }
}
