package cutline.bank;

import cutline.bank.wire.OpenSnapshot;
import cutline.bank.wire.Status;
import cutline.core.SnapshotId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up the markers that the members of a bank have seen for one snapshot. */
final class MarkerCount {

  private final int members;
  private final Map<String, Integer> closed = new LinkedHashMap<>();

  MarkerCount(int members) {
    this.members = members;
  }

  /** Takes what a member says, and passes the new sum on. */
  void count(String member, Status status, SnapshotId id, SnapshotProgress progress) {
    for (OpenSnapshot open : status.getOpenList()) {
      if (open.getSnapshot().equals(id.toString())) {
        closed.merge(member, Math.clamp(open.getClosed(), 0, members - 1), Math::max);
      }
    }
    int sum = closed.values().stream().mapToInt(Integer::intValue).sum();
    progress.markers(id, sum, members * (members - 1));
  }
}
