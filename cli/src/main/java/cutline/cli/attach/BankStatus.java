package cutline.cli.attach;

import cutline.bank.BankAddress;
import cutline.bank.BankConnection;
import cutline.bank.wire.Status;
import cutline.cli.terminal.ProgressBar;
import cutline.runtime.Ticker;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How a bank's members say that they are.
 *
 * @param statuses what each has said that has answered, sorted by name
 * @param obstacles why not, of each other one, in a few words
 */
public record BankStatus(
    BankAddress bank,
    SequencedMap<String, Status> statuses,
    SequencedMap<String, String> obstacles) {

  private static final Duration ROUND = Duration.ofMillis(500);

  /** How many answers it takes. */
  public enum Wanted {
    ONE,
    ALL
  }

  /** Asks, until there are answers enough, or no more can be hoped for, or the time is up. */
  public static BankStatus ask(
      BankConnection connection, Wanted wanted, Duration timeout, ProgressBar progress)
      throws InterruptedException {
    Ticker ticker = Ticker.system();
    int members = connection.bank().members().size();
    BankStatus status;
    do {
      Duration left = timeout.minusNanos(ticker.nanos());
      Duration patience = left.compareTo(ROUND) < 0 ? left : ROUND;
      status = of(connection, connection.statuses(patience, false));
      progress.show("members", status.statuses().size(), members);
    } while (!status.isEnough(wanted) && ticker.nanos() < timeout.toNanos());
    return status;
  }

  /** What has been said, and why the others have not said anything. */
  public static BankStatus of(BankConnection connection, SequencedMap<String, Status> statuses) {
    SequencedMap<String, String> obstacles = new TreeMap<>();
    for (String name : connection.bank().names()) {
      if (!statuses.containsKey(name)) {
        obstacles.put(name, connection.obstacle(name));
      }
    }
    return new BankStatus(connection.bank(), statuses, obstacles);
  }

  /** One of which something is known to be wrong will not answer soon. */
  private boolean isEnough(Wanted wanted) {
    return (wanted == Wanted.ONE && !statuses.isEmpty())
        || obstacles.values().stream().noneMatch(String::isEmpty);
  }

  /** Who has not answered. */
  List<String> missing() {
    return List.copyOf(obstacles.sequencedKeySet());
  }

  /** The sum of the balances that are known, each from another moment. */
  BigInteger balances() {
    return statuses.values().stream()
        .map(status -> BigInteger.valueOf(status.getBalance()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Who does not answer and why, in one line. */
  public String absence() {
    return String.join(
        ", ",
        obstacles.sequencedEntrySet().stream()
            .map(each -> each.getKey() + ": " + reason(each.getValue()))
            .toList());
  }

  public static String reason(String obstacle) {
    return obstacle.isEmpty() ? "no answer" : obstacle;
  }
}
