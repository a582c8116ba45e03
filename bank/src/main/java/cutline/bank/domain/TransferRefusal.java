package cutline.bank.domain;

import cutline.runtime.SendRefusal;

/** Why a transfer did not happen; nothing has changed. The first one that applies is given. */
public sealed interface TransferRefusal {

  /** The amount is not at least $1. */
  record InvalidAmount(long amount) implements TransferRefusal {}

  /** The money would go from a branch to itself. */
  record ToItself(String branch) implements TransferRefusal {}

  /** There is no such branch in this bank. */
  record UnknownBranch(String branch) implements TransferRefusal {}

  /** The branches have no account of that number. */
  record UnknownAccount(int account) implements TransferRefusal {}

  /** The receiver is not there, in a bank where money goes only to those that are. */
  record NotConnected(String branch) implements TransferRefusal {}

  /** The branch has less than that. */
  record InsufficientFunds(long balance, long amount) implements TransferRefusal {}

  /** The receiver is too far behind, or the bank is about to go back to a snapshot. */
  record NotNow(SendRefusal why) implements TransferRefusal {}
}
