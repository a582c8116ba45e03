package cutline.simulation.explore;

import cutline.core.Marker;
import cutline.core.Report;
import cutline.core.SnapshotId;
import java.util.List;

/** What travels in a channel. */
sealed interface Entry {

  /** Money, and the ids that a message carries where channels are not FIFO. */
  record OfMoney(Money money, List<SnapshotId> carried) implements Entry {}

  record OfMarker(Marker marker) implements Entry {}

  /** A member's part, on its way to the initiator. */
  record OfReport(Report<Cut, Money> report) implements Entry {}

  /** The initiator has decided. */
  record OfDecision(SnapshotId id, boolean complete) implements Entry {}
}
