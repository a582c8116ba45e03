package cutline.runtime;

import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * This process's parts of snapshots: what is being recorded, and the finished parts of the last
 * decided ones.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
final class Recorder<S, M> {

  private static final int KEPT = 16;

  private final Topology topology;
  private final String name;

  private final Map<SnapshotId, LocalSnapshot<S, M>> recording = new LinkedHashMap<>();
  private final Map<SnapshotId, LocalSnapshot<S, M>> complete = new LinkedHashMap<>();

  /** The last ones of each initiator, so that a busy one does not crowd out the others. */
  private final Map<String, SequencedMap<SnapshotId, LocalSnapshot<S, M>>> decided =
      new LinkedHashMap<>();

  private @Nullable SnapshotId pinned;

  Recorder(Topology topology, String name) {
    this.topology = topology;
    this.name = name;
  }

  void begin(SnapshotId id, S state) {
    recording.put(id, empty(id, state));
  }

  /** A part with nothing in flight. */
  LocalSnapshot<S, M> empty(SnapshotId id, S state) {
    SortedMap<String, List<M>> channels = new TreeMap<>();
    for (int from : topology.incoming(topology.index(name))) {
      channels.put(topology.name(from), new ArrayList<>());
    }
    return new LocalSnapshot<>(id, name, state, channels);
  }

  void record(SnapshotId id, String from, M message) {
    part(recording, id).channels().computeIfAbsent(from, _ -> new ArrayList<>()).add(message);
  }

  LocalSnapshot<S, M> complete(SnapshotId id) {
    LocalSnapshot<S, M> part = part(recording, id);
    recording.remove(id);
    complete.put(id, part);
    return part;
  }

  /**
   * The initiator has decided: an unfinished part is dropped, a finished one kept for a while.
   *
   * @return the snapshots of which no part is kept any more
   */
  List<SnapshotId> decided(SnapshotId id) {
    recording.remove(id);
    LocalSnapshot<S, M> part = complete.remove(id);
    SequencedMap<SnapshotId, LocalSnapshot<S, M>> kept = kept(id);
    if (part == null) {
      return kept.containsKey(id) ? List.of() : List.of(id);
    }
    kept.put(id, part);
    List<SnapshotId> dropped =
        kept.keySet().stream()
            .filter(old -> !old.equals(pinned))
            .limit(Math.max(0, kept.size() - KEPT))
            .toList();
    dropped.forEach(kept::remove);
    return dropped;
  }

  /** Keeps the part of this snapshot whatever comes, and no other one any more; null for none. */
  void pin(@Nullable SnapshotId id) {
    pinned = id;
  }

  private SequencedMap<SnapshotId, LocalSnapshot<S, M>> kept(SnapshotId id) {
    return decided.computeIfAbsent(id.initiator(), _ -> new LinkedHashMap<>());
  }

  /** The finished part of a snapshot, if this process has it. */
  Optional<LocalSnapshot<S, M>> find(SnapshotId id) {
    LocalSnapshot<S, M> part = complete.get(id);
    Map<SnapshotId, LocalSnapshot<S, M>> kept = decided.get(id.initiator());
    return Optional.ofNullable(part == null && kept != null ? kept.get(id) : part);
  }

  /** After a restart: puts a part back. */
  void restore(LocalSnapshot<S, M> part, boolean isUndecided, boolean isComplete) {
    (isUndecided ? isComplete ? complete : recording : kept(part.id())).put(part.id(), part);
  }

  private LocalSnapshot<S, M> part(Map<SnapshotId, LocalSnapshot<S, M>> parts, SnapshotId id) {
    @Nullable LocalSnapshot<S, M> part = parts.get(id);
    if (part == null) {
      throw new AssertionError("nothing is recorded for " + id);
    }
    return part;
  }
}
