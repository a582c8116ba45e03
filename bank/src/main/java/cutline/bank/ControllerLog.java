package cutline.bank;

import cutline.bank.domain.BankSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a controller tells the people who started it. */
public interface ControllerLog {

  /** These branches have not answered yet. Told about once a second. */
  void waiting(List<String> branches);

  /**
   * The bank is at work.
   *
   * @param attached whether it was at work before
   */
  void running(BankDefinition bank, boolean attached);

  /** A snapshot begins; gives who is told how far it comes, or null. */
  default @Nullable SnapshotProgress taking() {
    return null;
  }

  /**
   * A snapshot has ended.
   *
   * @param number counts this controller's snapshots, from 1
   */
  void snapshot(int number, BankSnapshot snapshot);
}
