package cutline.runtime;

import cutline.core.SnapshotId;

/**
 * How far an undecided snapshot has come, as one process sees it.
 *
 * @param closedChannels how many of the incoming channels a marker has closed
 * @param reported how many processes have reported; known to the initiator, else 0
 */
public record OpenSnapshot(SnapshotId id, int closedChannels, int reported) {}
