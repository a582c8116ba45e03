package cutline.core;

/**
 * A member cannot give its part; the initiator aborts the snapshot for this reason.
 *
 * @param id the snapshot
 * @param process the member
 * @param reason why, in a sentence
 */
public record FailedReport<S, M>(SnapshotId id, String process, String reason)
    implements Report<S, M> {}
