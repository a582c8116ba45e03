package cutline.runtime;

import cutline.core.GlobalSnapshot;
import java.time.Duration;

/**
 * What an initiator knows about a snapshot that it has decided.
 *
 * @param snapshot the snapshot
 * @param took from the initiation to the decision
 */
public record Decided<S, M>(GlobalSnapshot<S, M> snapshot, Duration took) {}
