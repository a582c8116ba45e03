package cutline.bank.domain;

/**
 * Money on its way from one branch to another.
 *
 * @param amount in dollars, at least 1
 */
public record Transfer(long amount) {

  /**
   * Checks the amount.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Transfer {
    if (amount < 1) {
      throw new IllegalArgumentException("a transfer of $" + amount);
    }
  }
}
