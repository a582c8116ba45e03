package cutline.bank;

import cutline.bank.domain.TransferLog;
import cutline.runtime.HaltCause;

/** What a branch tells the people who started it. */
public interface BranchLog extends TransferLog {

  /** The branch has become part of a bank. */
  void joined(BankDefinition bank);

  /** Something is wrong, in a sentence; the branch goes on. */
  void warning(String sentence);

  /** The branch has stopped for good, for a reason in a sentence. */
  void halted(HaltCause cause, String reason);
}
