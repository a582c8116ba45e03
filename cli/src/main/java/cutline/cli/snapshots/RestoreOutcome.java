package cutline.cli.snapshots;

import cutline.bank.BankConnection.RestoreResult;

/** How an attempt to go back to a snapshot has ended. */
enum RestoreOutcome {
  RESTORED,
  FAILED,
  UNKNOWN;

  static RestoreOutcome of(RestoreResult result) {
    return !result.isKnown() ? UNKNOWN : result.failure() == null ? RESTORED : FAILED;
  }
}
