package cutline.bank.domain;

import cutline.core.GlobalSnapshot;
import cutline.core.Invariant;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * The bank's invariant: balances and money in flight add up to what was dealt out.
 *
 * @param expected in dollars
 */
public record TotalConserved(long expected) implements Invariant<BranchState, Transfer> {

  @Override
  public String name() {
    return "the total is conserved";
  }

  @Override
  public Optional<String> violation(GlobalSnapshot<BranchState, Transfer> snapshot) {
    BigInteger balances = balances(snapshot);
    BigInteger inFlight = inFlight(snapshot);
    BigInteger difference = balances.add(inFlight).subtract(BigInteger.valueOf(expected));
    if (difference.signum() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the balances hold $%,d and the channels $%,d: $%,d %s of $%,d",
            balances,
            inFlight,
            difference.abs(),
            difference.signum() < 0 ? "are missing" : "too many",
            expected));
  }

  /** The sum of the balances in a snapshot. */
  static BigInteger balances(GlobalSnapshot<BranchState, Transfer> snapshot) {
    return snapshot.states().values().stream()
        .map(state -> BigInteger.valueOf(state.balance()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** The sum of the money in flight in a snapshot. */
  static BigInteger inFlight(GlobalSnapshot<BranchState, Transfer> snapshot) {
    return sum(snapshot.channels().values().stream().flatMap(Collection::stream).toList());
  }

  /** The sum of transfers, which may be more than a {@code long} holds. */
  public static BigInteger sum(Collection<Transfer> transfers) {
    return transfers.stream()
        .map(transfer -> BigInteger.valueOf(transfer.amount()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
