package cutline.runtime;

import cutline.core.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Numbers what a process does, in the order of its doing, and tells its {@link Observer} behind the
 * commit. There is one only if somebody observes.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
final class Observations<S, M> {

  private final Observer<S, M> observer;
  private final Persistence<S, M> persistence;
  private final Consumer<Runnable> afterCommit;

  /** Whether a message or marker is being handled, whose receipt is still to be told. */
  private boolean arriving;

  /** What follows from that receipt, and is told behind it. */
  private final List<Observed<S, M>> following = new ArrayList<>();

  private final List<SnapshotId> inFlight = new ArrayList<>();

  Observations(
      Observer<S, M> observer, Persistence<S, M> persistence, Consumer<Runnable> afterCommit) {
    this.observer = observer;
    this.persistence = persistence;
    this.afterCommit = afterCommit;
  }

  /** The id of an entry of a channel. */
  String id(long entry) {
    return persistence.era() + "." + entry;
  }

  void tell(Observed<S, M> what) {
    long number = persistence.observed();
    afterCommit.accept(() -> observer.observed(number, what));
  }

  /** Tells what may follow from a receipt, behind it. */
  void follows(Observed<S, M> what) {
    if (arriving) {
      following.add(what);
    } else {
      tell(what);
    }
  }

  /** A message or marker begins to be handled. */
  void arrives() {
    arriving = true;
  }

  /** The message that is being handled was in flight in this snapshot. */
  void wasInFlight(SnapshotId snapshot) {
    inFlight.add(snapshot);
  }

  /** A message was handled. */
  void received(String from, long entry, M message) {
    arrived(new Observed.Received<>(from, id(entry), message, List.copyOf(inFlight)));
    inFlight.clear();
  }

  /** A marker was handled. */
  void received(String from, long entry, SnapshotId snapshot) {
    arrived(new Observed.MarkerReceived<>(from, id(entry), snapshot));
  }

  private void arrived(Observed<S, M> receipt) {
    arriving = false;
    tell(receipt);
    following.forEach(this::tell);
    following.clear();
  }
}
