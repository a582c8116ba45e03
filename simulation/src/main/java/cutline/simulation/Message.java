package cutline.simulation;

import cutline.bank.domain.Transfer;
import org.jspecify.annotations.Nullable;

/** A transfer on its way, as the {@link Witness} knows it; no two are the same one. */
public final class Message {

  final int id;
  final int from;
  final int to;

  /** Which one of its channel it is, from 1; a restore goes back to the number of the snapshot. */
  final long number;

  final Transfer transfer;

  /** The one before it in its channel. */
  final @Nullable Message previous;

  /** What its sender knew, itself included. */
  final int[] clock;

  /** Whether it was ever delivered. */
  boolean delivered;

  Message(
      int id, int from, int to, Transfer transfer, @Nullable Message previous, int[] senderClock) {
    this.id = id;
    this.from = from;
    this.to = to;
    this.number = previous == null ? 1 : previous.number + 1;
    this.transfer = transfer;
    this.previous = previous;
    this.clock = senderClock;
  }

  /** The process that sent it, by its number in the topology. */
  public int from() {
    return from;
  }

  /** The process that it is for, by its number in the topology. */
  public int to() {
    return to;
  }

  /** The money. */
  public Transfer transfer() {
    return transfer;
  }

  /** Its number in the world; no two messages share one, whatever is forgotten in between. */
  public int id() {
    return id;
  }
}
