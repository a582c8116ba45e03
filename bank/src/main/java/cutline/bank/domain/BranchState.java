package cutline.bank.domain;

/**
 * The local state of a branch.
 *
 * @param balance in dollars, never negative
 */
public record BranchState(long balance) {

  /**
   * Checks the balance.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public BranchState {
    if (balance < 0) {
      throw new IllegalArgumentException("a balance of $" + balance);
    }
  }
}
