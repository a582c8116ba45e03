package cutline.cli.chaos;

import cutline.bank.domain.BankSnapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the snapshots of a bank have ended. */
final class ChaosTally {

  /** How much later than its deadline a snapshot may be decided. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * What was counted.
   *
   * @param late of all of them, those that were decided too long after their deadline
   * @param firstViolation what was wrong with the first inconsistent one, or null
   */
  record Counts(
      int complete,
      int withMoneyInFlight,
      int inconsistent,
      int incomplete,
      int aborted,
      int late,
      @Nullable String firstViolation) {}

  private int complete;
  private int withMoneyInFlight;
  private int inconsistent;
  private int incomplete;
  private int aborted;
  private int late;
  private @Nullable String firstViolation;

  /**
   * Counts a snapshot.
   *
   * @param deadline in what time it had to be decided
   */
  synchronized void add(BankSnapshot snapshot, Duration deadline) {
    switch (snapshot.snapshot().status()) {
      case COMPLETE -> {
        complete++;
        withMoneyInFlight += snapshot.inFlightTotal().signum();
        if (snapshot.isInconsistent()) {
          inconsistent++;
          firstViolation =
              firstViolation == null
                  ? snapshot.snapshot().id()
                      + ": "
                      + snapshot.invariant().violation(snapshot.snapshot()).orElse("")
                  : firstViolation;
        }
      }
      case INCOMPLETE -> incomplete++;
      case ABORTED -> aborted++;
    }
    if (snapshot.took().compareTo(deadline.plus(GRACE)) > 0) {
      late++;
    }
  }

  synchronized Counts counts() {
    return new Counts(
        complete, withMoneyInFlight, inconsistent, incomplete, aborted, late, firstViolation);
  }
}
