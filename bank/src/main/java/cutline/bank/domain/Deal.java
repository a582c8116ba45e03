package cutline.bank.domain;

import java.util.ArrayList;
import java.util.List;

/** How a total is dealt out to branches. */
public final class Deal {

  private Deal() {}

  /**
   * Equal shares; what remains goes to the first branches, one dollar each.
   *
   * @param total in dollars, not negative
   * @param branches how many, at least 1
   */
  public static List<Long> shares(long total, int branches) {
    if (total < 0 || branches < 1) {
      throw new IllegalArgumentException("$%d for %d branches".formatted(total, branches));
    }
    List<Long> shares = new ArrayList<>();
    for (int branch = 0; branch < branches; branch++) {
      shares.add(total / branches + (branch < total % branches ? 1 : 0));
    }
    return shares;
  }
}
