package cutline.simulation.explore;

import cutline.core.SnapshotId;

/** What can happen to a process. */
sealed interface Event {

  /** The application sends the next transfer to {@code to}. */
  record Send(int to) implements Event {}

  record Initiate() implements Event {}

  record Arrival(int from, Entry entry) implements Event {}

  /** The deadline of an own snapshot has passed. */
  record GiveUp(SnapshotId id) implements Event {}

  /** All that has happened since the last one becomes durable, and what it caused leaves. */
  record Commit() implements Event {}

  /** The process starts again from what was durable. */
  record Crash() implements Event {}
}
