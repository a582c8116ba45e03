package cutline.simulation;

import org.jspecify.annotations.Nullable;

/**
 * The state of a process between two messages, and all that led to it. A crash goes back to an
 * earlier moment of the process, and so does a restore.
 */
public final class Moment {

  /** A message that was received, and those before it on the same channel. */
  record Receipt(Message message, @Nullable Receipt previous, int life) {}

  final int id;
  final int process;
  final long balance;

  /** Per receiver, the last message sent to it. */
  final @Nullable Message[] sent;

  /** Per sender, the last message received from it. */
  final @Nullable Receipt[] received;

  /** Per process, how many of its events this one knows of. */
  final int[] clock;

  private Moment(
      int id,
      int process,
      long balance,
      @Nullable Message[] sent,
      @Nullable Receipt[] received,
      int[] clock) {
    this.id = id;
    this.process = process;
    this.balance = balance;
    this.sent = sent;
    this.received = received;
    this.clock = clock;
  }

  static Moment first(int id, int process, int processes, long balance) {
    return new Moment(
        id, process, balance, new Message[processes], new Receipt[processes], new int[processes]);
  }

  /** What the process knows of all when it has done one more thing. */
  int[] tick() {
    int[] next = clock.clone();
    next[process]++;
    return next;
  }

  Moment sent(int nextId, Message message) {
    @Nullable Message[] next = sent.clone();
    next[message.to] = message;
    return new Moment(
        nextId, process, balance - message.transfer.amount(), next, received, message.clock);
  }

  Moment received(int nextId, Message message, int life) {
    @Nullable Receipt[] next = received.clone();
    next[message.from] = new Receipt(message, received[message.from], life);
    int[] known = tick();
    for (int other = 0; other < known.length; other++) {
      known[other] = Math.max(known[other], message.clock[other]);
    }
    return new Moment(nextId, process, balance + message.transfer.amount(), sent, next, known);
  }

  /** The number of the process in the topology. */
  public int process() {
    return process;
  }

  /** What the process holds, in dollars. */
  public long balance() {
    return balance;
  }

  /** The vector clock: per process, how many of its events have an influence here. */
  public int[] clock() {
    return clock.clone();
  }

  /** Its number in the world. */
  public int id() {
    return id;
  }
}
