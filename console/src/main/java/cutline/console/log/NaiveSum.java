package cutline.console.log;

import cutline.trace.Action;
import cutline.trace.Event;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one gets who asks one process after the other for its balance, and adds up the answers.
 *
 * @param answers in the order of asking
 */
public record NaiveSum(List<Answer> answers) {

  /** A balance, and when it was asked for. */
  public record Answer(String process, long at, long balance) {}

  /** Keeps a copy of the list. */
  public NaiveSum {
    answers = List.copyOf(answers);
  }

  /** The sum. */
  public BigInteger sum() {
    return answers.stream()
        .map(answer -> BigInteger.valueOf(answer.balance()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /**
   * Asks the processes in their order, at equal intervals from one time to another one.
   *
   * @param before the state before the first event
   * @param events those until then
   * @return null if a balance is not known
   */
  static @Nullable NaiveSum of(LogState before, List<Event> events, long from, long to) {
    Map<String, Long> times = new HashMap<>();
    Map<String, Member> members = before.members();
    int index = 0;
    for (String process : members.keySet()) {
      times.put(
          process,
          members.size() == 1 ? from : from + (to - from) * index++ / (members.size() - 1));
    }
    Map<String, Long> balances = new HashMap<>();
    members.forEach((process, member) -> {
      Long balance = member.balance();
      if (balance != null) {
        balances.put(process, balance);
      }
    });
    for (Event event : events) {
      if (event.at() <= times.getOrDefault(event.process(), 0L)) {
        Long balance = balance(event, balances.get(event.process()));
        if (balance != null) {
          balances.put(event.process(), balance);
        }
      }
    }
    List<Answer> answers = new ArrayList<>();
    for (String process : members.keySet()) {
      Long balance = balances.get(process);
      if (balance == null) {
        return null;
      }
      answers.add(new Answer(process, times.getOrDefault(process, 0L), balance));
    }
    return new NaiveSum(answers);
  }

  private static @Nullable Long balance(Event event, @Nullable Long before) {
    return switch (event.action()) {
      case Action.Send send ->
          send.balance() != null ? send.balance() : sum(before, -send.amount());
      case Action.Receive receive ->
          receive.balance() != null ? receive.balance() : sum(before, receive.amount());
      case Action.RecordState(String _, Long balance) -> balance;
      case Action.Restart(Long balance) -> balance;
      case Action.Restore(String _, Long balance) -> balance;
      default -> null;
    };
  }

  private static @Nullable Long sum(@Nullable Long before, long change) {
    return before == null ? null : Math.addExact(before, change);
  }
}
