package cutline.runtime;

import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * What a process wants to be told by its {@link Node}: always after the commit, on the thread that
 * drives the node.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
public interface NodeListener<S, M> {

  /**
   * Who watches every message and marker of the process; null if nobody does, and then it costs
   * nothing. Asked once, when the process begins.
   */
  default @Nullable Observer<S, M> observer() {
    return null;
  }

  /**
   * This process has decided a snapshot that it initiated.
   *
   * @param request the request that the snapshot was started for
   */
  default void decided(String request, Decided<S, M> decided) {}

  /** This process's part of a snapshot, its own or another process's, is final. */
  default void recorded(LocalSnapshot<S, M> part) {}

  /**
   * A restore that this process was asked to bring about has failed, or is decided and all
   * processes have followed; those that have not by its timeout follow when they are there again.
   *
   * @param request the request
   * @param failure why everything is as before, in a sentence; null if the system has gone back
   */
  default void restoreEnded(String request, @Nullable String failure) {}

  /** The system has gone back to this snapshot; the application has its state of then. */
  default void restored(SnapshotId snapshot) {}

  /** There is a connection with another process now. */
  default void connected(String peer) {}

  /** There is none any more; what is sent to that process waits for the next one. */
  default void disconnected(String peer) {}

  /**
   * A peer cannot be connected to, for another reason than the last time; the node goes on trying.
   */
  default void unreachable(String peer, String sentence) {
    warning(sentence);
  }

  /** Something is wrong with a peer, in a sentence; the node goes on. */
  default void warning(String sentence) {}

  /** The node must not go on, for a reason in a sentence; it does nothing any more. */
  default void halted(HaltCause cause, String reason) {}
}
