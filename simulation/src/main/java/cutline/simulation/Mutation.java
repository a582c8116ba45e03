package cutline.simulation;

import cutline.core.Effects;
import cutline.core.SnapshotId;
import cutline.runtime.Store;
import java.util.List;

/**
 * A bug that can be planted between the production classes and the world: all that is not
 * overridden works as it should. One object serves one world.
 */
public interface Mutation {

  /** No bug. */
  Mutation NONE = new Mutation() {};

  /** What a mutation may know and do of a process, which may have had earlier lives. */
  interface Site {

    /** The number of the process in the topology. */
    int process();

    /** How many processes there are. */
    int processes();

    /** Has the action run by the process, between two messages. */
    void post(Runnable action);

    /** Hands a message, as it was on the wire, to the application, past all that is in between. */
    void deliver(int from, byte[] encoded);

    /** What another process holds for this one and has not seen acknowledged, in order. */
    List<Message> outboxOf(int sender);

    /** The snapshots that the process takes part in and that are not decided. */
    List<SnapshotId> undecided();
  }

  /** What carries the effects of a snapshot machine out, in place of {@code real}. */
  default Effects<Message> effects(Site site, Effects<Message> real) {
    return real;
  }

  /** The store that a process uses, in place of {@code real}; asked once for every life. */
  default Store store(Site site, Store real) {
    return real;
  }

  /** Whether a part of a batch stays when the process dies while it is written. */
  default boolean keepsTornWrites() {
    return false;
  }

  /** The frames that leave, in place of these, which belong together. */
  default List<byte[]> leaving(int from, int to, List<byte[]> frames) {
    return frames;
  }

  /**
   * The frame that arrives, in place of this one.
   *
   * @param again whether it has arrived on this connection before
   */
  default byte[] arriving(Site site, int from, byte[] frame, boolean again) {
    return frame;
  }

  /** The random number of a life, in place of the one that was drawn. */
  default long nonce(Site site, long drawn) {
    return drawn;
  }
}
