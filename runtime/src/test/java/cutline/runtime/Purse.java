package cutline.runtime;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * An application that holds coins and counts what it sends and gets on each channel, so that a
 * message that is lost, doubled or out of place shows at once, in its state and in a snapshot.
 */
final class Purse implements Application<Purse.State, Purse.Coins> {

  /**
   * A message.
   *
   * @param number which one of its channel it is, from 1
   * @param padding how many bytes it is larger than it need be
   */
  record Coins(long number, int amount, int padding) {}

  /**
   * @param sent per receiver, how many messages
   * @param received per sender, up to which number all messages
   * @param early per sender, which messages above that
   */
  record State(
      long balance,
      SortedMap<String, Long> sent,
      SortedMap<String, Long> received,
      SortedMap<String, SortedSet<Long>> early) {

    State(long balance, SortedMap<String, Long> sent, SortedMap<String, Long> received) {
      this(balance, sent, received, Collections.emptySortedMap());
    }

    SortedSet<Long> earlyFrom(String from) {
      return early.getOrDefault(from, Collections.emptySortedSet());
    }

    long sentTo(String to) {
      return sent.getOrDefault(to, 0L);
    }

    long receivedFrom(String from) {
      return received.getOrDefault(from, 0L);
    }
  }

  /** What a purse does when it gets coins. */
  interface Habit {

    Habit KEEP = (purse, from, coins, sender) -> {};

    void delivered(Purse purse, String from, Coins coins, Sender<Coins> sender);
  }

  private final Habit habit;
  private final Predicate<String> isFifo;
  private State state;

  /** All channels are FIFO. */
  Purse(long balance, Habit habit) {
    this(balance, habit, _ -> true);
  }

  /**
   * @param isFifo of which senders the messages must come in order
   */
  Purse(long balance, Habit habit, Predicate<String> isFifo) {
    this.habit = habit;
    this.isFifo = isFifo;
    this.state = new State(balance, new TreeMap<>(), new TreeMap<>());
  }

  Optional<SendRefusal> pay(String to, int amount, int padding, Sender<Coins> sender) {
    long number = state.sentTo(to) + 1;
    Optional<SendRefusal> full = sender.send(to, new Coins(number, amount, padding));
    if (full.isEmpty()) {
      state =
          new State(
              state.balance() - amount,
              with(state.sent(), to, number),
              state.received(),
              state.early());
    }
    return full;
  }

  /** More than anybody has. */
  static final int TOO_MANY = 1_000_000_000;

  @Override
  public Optional<String> objection(String from, Coins coins) {
    return coins.amount() < TOO_MANY ? Optional.empty() : Optional.of("nobody has so much");
  }

  @Override
  public void deliver(String from, Coins coins, Sender<Coins> sender) {
    long all = state.receivedFrom(from);
    SortedSet<Long> early = new TreeSet<>(state.earlyFrom(from));
    if (isFifo.test(from)
        ? coins.number() != all + 1
        : coins.number() <= all || early.contains(coins.number())) {
      throw new AssertionError(
          "message %d of %s came where %d was next".formatted(coins.number(), from, all + 1));
    }
    early.add(coins.number());
    while (early.remove(all + 1)) {
      all++;
    }
    SortedMap<String, SortedSet<Long>> earlyOfAll = new TreeMap<>(state.early());
    if (early.isEmpty()) {
      earlyOfAll.remove(from);
    } else {
      earlyOfAll.put(from, early);
    }
    state =
        new State(
            state.balance() + coins.amount(),
            state.sent(),
            with(state.received(), from, all),
            earlyOfAll);
    habit.delivered(this, from, coins, sender);
  }

  private static SortedMap<String, Long> with(
      SortedMap<String, Long> counts, String peer, long count) {
    SortedMap<String, Long> changed = new TreeMap<>(counts);
    changed.put(peer, count);
    return changed;
  }

  @Override
  public State capture() {
    return state;
  }

  @Override
  public void restore(State earlier) {
    state = earlier;
  }

  /** What the messages are worth together. */
  static long sum(List<Coins> messages) {
    return messages.stream().mapToLong(Coins::amount).sum();
  }
}
