package cutline.bank.domain;

import cutline.core.GlobalSnapshot;
import cutline.core.Invariant;
import cutline.core.SnapshotStatus;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/**
 * A snapshot of the bank, as people see it.
 *
 * @param snapshot what was recorded
 * @param expected the bank's total, in dollars
 * @param startedAt when it was asked for
 * @param took from its initiation to the decision
 */
public record BankSnapshot(
    GlobalSnapshot<BranchState, Transfer> snapshot,
    long expected,
    Instant startedAt,
    Duration took) {

  /** A snapshot of which nothing is known but why it did not come about. */
  public static BankSnapshot none(
      String initiator, SnapshotStatus status, String reason, long expected, Instant startedAt) {
    return new BankSnapshot(
        new GlobalSnapshot<>(null, initiator, status, reason, new TreeMap<>(), new TreeMap<>(), 0),
        expected,
        startedAt,
        Duration.ZERO);
  }

  /** The sum of the balances. */
  public BigInteger balanceTotal() {
    return TotalConserved.balances(snapshot);
  }

  /** The sum of the money in flight. */
  public BigInteger inFlightTotal() {
    return TotalConserved.inFlight(snapshot);
  }

  /** Balances and money in flight together. */
  public BigInteger total() {
    return balanceTotal().add(inFlightTotal());
  }

  /** The invariant that it must hold to. */
  public Invariant<BranchState, Transfer> invariant() {
    return new TotalConserved(expected);
  }

  /** Whether it is complete and its total is not the bank's. */
  public boolean isInconsistent() {
    return snapshot.isComplete() && invariant().violation(snapshot).isPresent();
  }
}
