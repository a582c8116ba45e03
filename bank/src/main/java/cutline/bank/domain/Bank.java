package cutline.bank.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A bank as its members know it: who they are and what each began with.
 *
 * @param founding how it came about
 * @param openingBalances per member, the dollars that it began with, none negative
 * @param accounts how many accounts each member has, 1 to {@value #MAX_ACCOUNTS}; its opening
 *     balance is shared equally among them
 */
public record Bank(Founding founding, SequencedMap<String, Long> openingBalances, int accounts) {

  /** Each member is connected with every other one, so the costs grow with the square. */
  public static final int MAX_MEMBERS = 256;

  /** How many accounts a member may have. */
  public static final int MAX_ACCOUNTS = 10_000_000;

  /** How a bank comes about. */
  public enum Founding {

    /**
     * A controller has reached all members, dealt out the total and started them: all were there
     * once, and whoever is away for a while will get what was sent.
     */
    DEALT,

    /**
     * Members come when they like, and know from a file what each began with. Money goes only to
     * those that are there, and without a member that was never seen there is no snapshot.
     */
    JOINED
  }

  /**
   * Checks the balances and accounts.
   *
   * @throws IllegalArgumentException if one is out of range, or their sum is more than a {@code
   *     long}
   */
  public Bank {
    openingBalances = new LinkedHashMap<>(openingBalances);
    if (accounts < 1 || accounts > MAX_ACCOUNTS) {
      throw new IllegalArgumentException(
          "%d accounts, and a branch has 1 to %d".formatted(accounts, MAX_ACCOUNTS));
    }
    long sum = 0;
    for (Map.Entry<String, Long> opening : openingBalances.entrySet()) {
      if (opening.getValue() < 0) {
        throw new IllegalArgumentException(
            "%s would begin with $%d".formatted(opening.getKey(), opening.getValue()));
      }
      if (opening.getValue() > Long.MAX_VALUE - sum) {
        throw new IllegalArgumentException("the balances add up to more than $" + Long.MAX_VALUE);
      }
      sum += opening.getValue();
    }
  }

  /** The names of the members. */
  public List<String> names() {
    return new ArrayList<>(openingBalances.sequencedKeySet());
  }

  /** What all began with together, in dollars: the total, for ever. */
  public long total() {
    return openingBalances.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * What a member began with, in dollars.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public long openingBalance(String name) {
    Long balance = openingBalances.get(name);
    if (balance == null) {
      throw new IllegalArgumentException(name + " is not one of " + names());
    }
    return balance;
  }
}
