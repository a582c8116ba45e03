package cutline.cli.snapshots;

import cutline.bank.domain.BankSnapshot;
import cutline.cli.command.ExitCode;

/** How the snapshots of a command have ended, and what that means for a script. */
public final class SnapshotTally {

  private int taken;
  private int exact;
  private int withMoneyInFlight;
  private int inconsistent;

  /** Counts one that is decided. */
  public void add(BankSnapshot snapshot) {
    taken++;
    if (snapshot.isInconsistent()) {
      inconsistent++;
    } else if (snapshot.snapshot().isComplete()) {
      exact++;
    }
    if (snapshot.snapshot().isComplete() && snapshot.inFlightTotal().signum() > 0) {
      withMoneyInFlight++;
    }
  }

  /** Whether none was taken. */
  public boolean isEmpty() {
    return taken == 0;
  }

  /** All of them in a line. */
  public String summary() {
    int failed = taken - exact - inconsistent;
    return "%,d snapshot%s: %,d exact, %,d with money in flight%s%s"
        .formatted(
            taken,
            taken == 1 ? "" : "s",
            exact,
            withMoneyInFlight,
            failed == 0 ? "" : ", %,d not complete".formatted(failed),
            inconsistent == 0 ? "" : ", %,d INCONSISTENT".formatted(inconsistent));
  }

  /** How the command ends. */
  public int exitCode() {
    if (inconsistent > 0) {
      return ExitCode.INCONSISTENT;
    }
    return exact == taken ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /**
   * How the command ends that was interrupted.
   *
   * @param interrupted its exit code if nothing is inconsistent
   */
  public int exitCode(int interrupted) {
    return inconsistent > 0 ? ExitCode.INCONSISTENT : interrupted;
  }
}
