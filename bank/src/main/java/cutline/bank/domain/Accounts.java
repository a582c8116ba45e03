package cutline.bank.domain;

import cutline.runtime.Pages;
import cutline.runtime.Sender;
import java.util.Arrays;
import java.util.stream.LongStream;

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

  /**
   * The balances of a page, each in as few bytes as it needs: seven bits a byte, the lowest first,
   * and the highest bit set in all but its last. If that is not shorter than eight bytes each, the
   * highest first, it is that.
   */
  @Override
  public byte[] read(int page) {
    int first = page * PAGE;
    int end = Math.min(first + PAGE, balances.length);
    byte[] content = new byte[(end - first) * Long.BYTES];
    int length = 0;
    for (int account = first; account < end; account++) {
      long rest = balances[account];
      if (length + bytesOf(rest) >= content.length) {
        return inFull(first, end);
      }
      for (; rest >>> 7 != 0; rest >>>= 7) {
        content[length++] = (byte) (rest | 0x80);
      }
      content[length++] = (byte) rest;
    }
    return Arrays.copyOf(content, length);
  }

  private static int bytesOf(long balance) {
    return (Long.SIZE - Long.numberOfLeadingZeros(balance | 1) + 6) / 7;
  }

  private byte[] inFull(int first, int end) {
    return Longs.bytes(Arrays.copyOfRange(balances, first, end));
  }

  @Override
  public void write(int page, byte[] content) {
    int first = page * PAGE;
    int end = Math.min(first + PAGE, balances.length);
    if (page < 0 || first >= balances.length || content.length > (end - first) * Long.BYTES) {
      throw notThat(page, content);
    }
    long[] read = new long[end - first];
    if (content.length == read.length * Long.BYTES) {
      read = Longs.of(content);
    } else if (!readShort(content, read)) {
      throw notThat(page, content);
    }
    for (int account = first; account < end; account++) {
      sum = sum - balances[account] + read[account - first];
      balances[account] = read[account - first];
    }
  }

  /** Whether the content is just as many balances. */
  private static boolean readShort(byte[] content, long[] into) {
    int position = 0;
    for (int i = 0; i < into.length; i++) {
      long balance = 0;
      for (int shift = 0; ; shift += 7) {
        if (position == content.length || shift >= Long.SIZE) {
          return false;
        }
        byte next = content[position++];
        balance |= (next & 0x7FL) << shift;
        if (next >= 0) {
          break;
        }
      }
      into[i] = balance;
    }
    return position == content.length;
  }

  private IllegalArgumentException notThat(int page, byte[] content) {
    return new IllegalArgumentException(
        "%d bytes for page %d of %d accounts".formatted(content.length, page, balances.length));
  }

  /** The balances, for whoever looks at all of them. */
  LongStream all() {
    return Arrays.stream(balances);
  }
}
