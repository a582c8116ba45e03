package cutline.simulation;

import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.runtime.Observed;

/** What an {@link Observer} is told. Processes are meant by their numbers in the topology. */
public sealed interface Happening {

  /** A process has sent money, and holds what {@code after} says. */
  record Sent(Message message, Moment after) implements Happening {}

  /** What a process has done is durable; told besides, when it has become so. */
  record Durable(int process, long number, Observed<Moment, Message> what) implements Happening {}

  /** A process has received money, and holds what {@code after} says. */
  record Received(Message message, Moment after) implements Happening {}

  /** A process has recorded its state for a snapshot. */
  record Recorded(SnapshotId snapshot, Moment state) implements Happening {}

  /** A process has put a marker into a channel. */
  record MarkerSent(SnapshotId snapshot, int from, int to, long messagesBefore)
      implements Happening {}

  /** A process has recorded a message as in flight. */
  record InFlight(SnapshotId snapshot, Message message) implements Happening {}

  /** A process knows the whole state of a channel, since its marker has come. */
  record ChannelClosed(SnapshotId snapshot, int from, int to) implements Happening {}

  /** A process has its part of a snapshot. */
  record PartComplete(SnapshotId snapshot, int process) implements Happening {}

  /** The initiator has decided. */
  record Decided(GlobalSnapshot<Moment, Message> snapshot) implements Happening {}

  /** A process has gone back to its state in a snapshot. */
  record WentBack(Moment state) implements Happening {}

  /** A process has died. */
  record Killed(int process, Deed.Where where) implements Happening {}

  /** A process is there, for the first time or again. */
  record Started(int process, int life, Moment state) implements Happening {}

  /** A process has a connection with another one, or none any more. */
  record Connected(int process, String peer, boolean isThere) implements Happening {}

  /** Something begins or ends, in a few words. */
  record Turned(String what) implements Happening {}
}
