package cutline.bank;

import cutline.core.SnapshotId;

/** Is told how far a snapshot has come. */
@FunctionalInterface
public interface SnapshotProgress {

  /**
   * Some more channels are closed.
   *
   * @param arrived how many markers have closed a channel
   * @param markers how many there are in all, one for each channel
   */
  void markers(SnapshotId id, int arrived, int markers);
}
