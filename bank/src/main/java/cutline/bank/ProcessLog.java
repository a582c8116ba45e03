package cutline.bank;

import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.bank.domain.TransferLog;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.runtime.HaltCause;
import cutline.runtime.Observer;
import org.jspecify.annotations.Nullable;

/** What a process of a bank tells the people who started it. */
public interface ProcessLog extends TransferLog {

  /**
   * Who watches every transfer and marker of the process; null if nobody does. Asked once in each
   * life, when it is part of the bank.
   *
   * @param member its name there
   */
  default @Nullable Observer<BranchState, Transfer> observer(String member, BankDefinition bank) {
    return null;
  }

  /** The process has become part of a bank. */
  default void joined(BankDefinition bank) {}

  /** The process goes on where an earlier life of it stopped, with this balance. */
  default void recovered(BankDefinition bank, long balance) {}

  /**
   * The process has begun in a bank that has gone back to snapshots before, as this process may not
   * have said: it may have ended right behind that.
   *
   * @param era how often
   */
  default void begunInEra(long era) {}

  /** The process's part of a snapshot is final. */
  default void recorded(LocalSnapshot<BranchState, Transfer> part) {}

  /** The bank has gone back to this snapshot, and the process to its part of it. */
  default void restored(SnapshotId snapshot) {}

  /** There is a connection with another member now. */
  default void connected(String member) {}

  /** There is none any more. */
  default void disconnected(String member) {}

  /** Another member cannot be reached; the process goes on trying. */
  default void unreachable(String member, String sentence) {
    warning(sentence);
  }

  /** Something is wrong, in a sentence; the process goes on. */
  void warning(String sentence);

  /** The process has stopped for good, for a reason in a sentence. */
  void halted(HaltCause cause, String reason);
}
