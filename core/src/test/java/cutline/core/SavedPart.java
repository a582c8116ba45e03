package cutline.core;

import java.util.Objects;
import java.util.Set;

/** What the store keeps of a machine, piece by piece, and a machine that is rebuilt from it. */
enum SavedPart {
  COUNTS,
  LAST_NUMBER,
  DECIDED,
  RECORDINGS;

  /** A machine that knows those parts of what {@code machine} knows. */
  static <M> SnapshotMachine<M> rebuild(
      SnapshotMachine<M> machine,
      Topology topology,
      int self,
      Limits limits,
      Effects<M> effects,
      Set<SavedPart> parts) {
    SnapshotMachine<M> rebuilt = new SnapshotMachine<>(topology, self, limits, effects);
    for (int peer = 0; peer < topology.size(); peer++) {
      if (parts.contains(COUNTS)) {
        rebuilt.restoreCounts(peer, machine.sentTo(peer), machine.receivedFrom(peer));
      }
      if (parts.contains(DECIDED)) {
        rebuilt.restoreDecided(peer, machine.decidedUpTo(peer), machine.decidedAbove(peer));
      }
    }
    if (parts.contains(LAST_NUMBER)) {
      rebuilt.restoreLastNumber(machine.lastNumber());
    }
    if (parts.contains(RECORDINGS)) {
      for (SnapshotId id : machine.undecided()) {
        rebuilt.restoreRecording(Objects.requireNonNull(machine.recording(id)));
      }
    }
    return rebuilt;
  }
}
