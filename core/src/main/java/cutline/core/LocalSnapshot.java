package cutline.core;

import java.util.List;
import java.util.SortedMap;

/**
 * One process's part of a snapshot: its own state, and the state of each incoming channel (Chandy
 * and Lamport 1985, section 3.2).
 *
 * @param id the snapshot
 * @param process the process whose part this is
 * @param state its local state at the cut
 * @param channels for the sender of each incoming channel, also of an empty one, the messages in
 *     flight in the order of their arrival
 */
public record LocalSnapshot<S, M>(
    SnapshotId id, String process, S state, SortedMap<String, List<M>> channels)
    implements Report<S, M> {}
