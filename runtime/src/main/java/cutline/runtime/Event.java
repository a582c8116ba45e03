package cutline.runtime;

import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Refusal;
import java.util.List;

/** What a {@link Mailbox} holds for the next step. */
sealed interface Event {

  /** A connection that this process dialled is there. */
  record Connected(Session session, String peer) implements Event {}

  /** A connection that this process dialled did not come about. */
  record DialFailed(String peer, String reason) implements Event {}

  /** The other side of a connection has said who it is. */
  record Greeted(Session session, Hello hello) implements Event {}

  /** The other side of a connection does not want it. */
  record Refused(Session session, Refusal refusal) implements Event {}

  /**
   * Entries and acknowledgements that came together.
   *
   * @param acknowledged all that was acknowledged
   */
  record Arrived(Session session, List<Numbered> entries, Cursor acknowledged) implements Event {}

  /** An entry, and what it adds to the {@link Digest} of its channel. */
  record Numbered(Entry entry, long digest) {}

  /** A connection has ended. */
  record Closed(Session session) implements Event {}

  /** Something to do between two messages. */
  record Task(Runnable action) implements Event {}
}
