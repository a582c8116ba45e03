package cutline.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import cutline.runtime.Application;
import cutline.runtime.MessageCodec;
import cutline.runtime.Sender;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Money, and how many payments went to whom and came from whom. */
final class Account implements Application<Account.State, Account.Payment> {

  static final long SHARE = 1_000;

  /** The number counts the payments of its channel. */
  record Payment(long number, long amount) {}

  record State(long balance, SortedMap<String, Long> sent, SortedMap<String, Long> received) {
    long sent(String to) {
      return sent.getOrDefault(to, 0L);
    }

    long received(String from) {
      return received.getOrDefault(from, 0L);
    }
  }

  private State state = new State(SHARE, new TreeMap<>(), new TreeMap<>());

  private static SortedMap<String, Long> with(SortedMap<String, Long> map, String key, long value) {
    SortedMap<String, Long> changed = new TreeMap<>(map);
    changed.put(key, value);
    return Collections.unmodifiableSortedMap(changed);
  }

  @Override
  public void deliver(String from, Payment payment, Sender<Payment> sender) {
    if (payment.number() != state.received(from) + 1) {
      throw new AssertionError(payment + " of " + from + " behind " + state);
    }
    state =
        new State(
            state.balance() + payment.amount(),
            state.sent(),
            with(state.received(), from, payment.number()));
  }

  void pay(String to, long amount, Sender<Payment> sender) {
    Payment payment = new Payment(state.sent(to) + 1, amount);
    if (amount <= state.balance() && sender.send(to, payment).isEmpty()) {
      state =
          new State(
              state.balance() - amount, with(state.sent(), to, payment.number()), state.received());
    }
  }

  @Override
  public State capture() {
    return state;
  }

  @Override
  public void restore(State restored) {
    state = restored;
  }

  /** Words with blanks between them. */
  static final class Codec implements MessageCodec<State, Payment> {

    @Override
    public byte[] encodeMessage(Payment payment) {
      return (payment.number() + " " + payment.amount()).getBytes(UTF_8);
    }

    @Override
    public Payment decodeMessage(byte[] bytes) {
      List<String> words = words(bytes);
      return new Payment(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)));
    }

    @Override
    public byte[] encodeState(State state) {
      StringBuilder text = new StringBuilder().append(state.balance());
      state
          .sent()
          .forEach((to, number) -> text.append(" > ").append(to).append(' ').append(number));
      state
          .received()
          .forEach((from, number) -> text.append(" < ").append(from).append(' ').append(number));
      return text.toString().getBytes(UTF_8);
    }

    @Override
    public State decodeState(byte[] bytes) {
      List<String> words = words(bytes);
      SortedMap<String, Long> sent = new TreeMap<>();
      SortedMap<String, Long> received = new TreeMap<>();
      for (int word = 1; word < words.size(); word += 3) {
        (words.get(word).equals(">") ? sent : received)
            .put(words.get(word + 1), Long.parseLong(words.get(word + 2)));
      }
      return new State(Long.parseLong(words.getFirst()), sent, received);
    }

    private static List<String> words(byte[] bytes) {
      return Arrays.asList(new String(bytes, UTF_8).split(" ", -1));
    }
  }
}
