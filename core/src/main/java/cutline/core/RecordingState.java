package cutline.core;

/**
 * What a machine remembers of one undecided snapshot, as a plain value for the store. The arrays
 * have one element per process of the topology.
 *
 * @param id the snapshot
 * @param announced per sender, the count that its marker carried, or -1 before the marker
 * @param arrived per sender, how many of its messages from before its cut have arrived
 * @param recorded how many messages were recorded as in flight, on all channels
 * @param failed whether this process has given up its part
 */
@SuppressWarnings("ArrayRecordComponent") // a value for the store, compared by nobody
public record RecordingState(
    SnapshotId id, long[] announced, long[] arrived, long recorded, boolean failed) {}
