package cutline.bank.domain;

import cutline.runtime.Pages;
import cutline.runtime.Sender;
import java.util.Arrays;
import java.util.List;

/**
 * The accounts of a branch, numbered from 0. Of a single one, the local state is the whole state;
 * many are kept in pages.
 */
final class Accounts implements Pages {

  /** How many accounts there are in a page. */
  private static final int PAGE = 64;

  private final long[] balances;
  private long sum;

  /**
   * Accounts with equal shares of a balance; what remains goes to the first ones, a dollar each.
   *
   * @param count at least 1
   */
  Accounts(long balance, int count) {
    this.balances = new long[count];
    Arrays.fill(balances, balance / count);
    for (int account = 0; account < balance % count; account++) {
      balances[account]++;
    }
    this.sum = balance;
  }

  int size() {
    return balances.length;
  }

  long balance(int account) {
    return balances[account];
  }

  /** What all hold together. */
  long sum() {
    return sum;
  }

  /** Adds to an account, or takes from it. */
  void add(int account, long amount, Sender<?> sender) {
    long changed = Math.addExact(balances[account], amount);
    sum = Math.addExact(sum, amount);
    if (balances.length > 1) {
      sender.willChange(account / PAGE);
    }
    balances[account] = changed;
  }

  /** A single account holds everything; of many, the pages tell. */
  void restore(long balance) {
    if (balances.length == 1) {
      balances[0] = balance;
      sum = balance;
    }
  }

  @Override
  public int count() {
    return balances.length == 1 ? 0 : (balances.length + PAGE - 1) / PAGE;
  }

  @Override
  public byte[] read(int page) {
    int first = page * PAGE;
    int end = Math.min(first + PAGE, balances.length);
    return Longs.bytes(Arrays.copyOfRange(balances, first, end));
  }

  @Override
  public void write(int page, byte[] content) {
    int first = page * PAGE;
    int end = Math.min(first + PAGE, balances.length);
    if (page < 0 || first >= balances.length || content.length != (end - first) * Long.BYTES) {
      throw new IllegalArgumentException(
          "%d bytes for page %d of %d accounts".formatted(content.length, page, balances.length));
    }
    long[] read = Longs.of(content);
    for (int account = first; account < end; account++) {
      sum = sum - balances[account] + read[account - first];
      balances[account] = read[account - first];
    }
  }

  /** The balances, for whoever looks at all of them. */
  List<Long> all() {
    return Arrays.stream(balances).boxed().toList();
  }
}
