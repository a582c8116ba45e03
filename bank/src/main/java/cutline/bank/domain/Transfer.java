package cutline.bank.domain;

/**
 * Money on its way from an account of one branch to an account of another.
 *
 * @param amount in dollars, at least 1
 * @param fromAccount the account at the sender, from 0
 * @param toAccount the account at the receiver, from 0
 * @param number which one of its channel it is, from 1, in a bank whose branches keep a {@link
 *     Ledger}; else 0
 */
public record Transfer(long amount, int fromAccount, int toAccount, long number) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Transfer {
    if (amount < 1) {
      throw new IllegalArgumentException("a transfer of $" + amount);
    }
    if (fromAccount < 0 || toAccount < 0) {
      throw new IllegalArgumentException(
          "a transfer from account %d to account %d".formatted(fromAccount, toAccount));
    }
    if (number < 0) {
      throw new IllegalArgumentException("a transfer with the number " + number);
    }
  }

  /** Without a number. */
  public Transfer(long amount, int fromAccount, int toAccount) {
    this(amount, fromAccount, toAccount, 0);
  }

  /** Between the first accounts. */
  public Transfer(long amount) {
    this(amount, 0, 0);
  }
}
