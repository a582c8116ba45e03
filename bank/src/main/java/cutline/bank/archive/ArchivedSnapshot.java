package cutline.bank.archive;

import cutline.bank.SnapshotJson;
import cutline.bank.domain.BankSnapshot;
import cutline.core.SnapshotId;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A complete and consistent snapshot, for later.
 *
 * @param bank the id of the bank, 32 hexadecimal digits
 * @param id the snapshot's own
 */
public record ArchivedSnapshot(String bank, SnapshotId id, BankSnapshot snapshot) {

  private static final Pattern BANK = Pattern.compile("[0-9a-f]{32}");

  /**
   * Checks that it belongs into an archive.
   *
   * @throws IllegalArgumentException if it does not
   */
  public ArchivedSnapshot {
    if (!isBank(bank)) {
      throw new IllegalArgumentException("the bank's id is not 32 hexadecimal digits");
    }
    if (!id.equals(snapshot.snapshot().id())) {
      throw new IllegalArgumentException("the id is not that of the snapshot");
    }
    if (!snapshot.snapshot().isComplete() || snapshot.isInconsistent()) {
      throw new IllegalArgumentException("snapshot %s is no result".formatted(id));
    }
  }

  static boolean isBank(String text) {
    return BANK.matcher(text).matches();
  }

  /** The names of the bank's members. */
  public List<String> members() {
    return List.copyOf(snapshot.snapshot().states().keySet());
  }

  /** As one JSON object, without a line break (docs/formats.md). */
  public String json() {
    return SnapshotJson.line(snapshot, bank);
  }
}
