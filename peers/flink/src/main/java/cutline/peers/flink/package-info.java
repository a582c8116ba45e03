/**
 * A bank as a job of Apache Flink, so that its checkpoints can be measured beside the snapshots of
 * Cutline. No part of the product, which knows nothing of Flink.
 *
 * <p>A Flink job has no cycles, so a branch is two subtasks: {@link cutline.peers.flink.Transfers},
 * its sending half, and {@link cutline.peers.flink.Accounts}, its receiving half. Everybody sends
 * to everybody.
 */
@NullMarked
package cutline.peers.flink;

import org.jspecify.annotations.NullMarked;
