package cutline.runtime;

import cutline.core.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who observe a process what it does, in the order of its doing and behind the commit:
 * the {@link Observer}, for whom it is numbered, and whoever watches for a while.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
final class Observations<S, M> {

  private final @Nullable Observer<S, M> observer;
  private final Persistence<S, M> persistence;
  private final Consumer<Runnable> afterCommit;
  private @Nullable Consumer<Observed<S, M>> watcher;
  private boolean wanted;

  /** Whether a message or marker is being handled, whose receipt is still to be told. */
  private boolean arriving;

  /** What follows from that receipt, and is told behind it. */
  private final List<Observed<S, M>> following = new ArrayList<>();

  private final List<SnapshotId> inFlight = new ArrayList<>();

  Observations(
      @Nullable Observer<S, M> observer,
      Persistence<S, M> persistence,
      Consumer<Runnable> afterCommit) {
    this.observer = observer;
    this.persistence = persistence;
    this.afterCommit = afterCommit;
    this.wanted = observer != null;
  }

  /** Somebody else is told from now on, too; null for nobody any more. */
  void watch(@Nullable Consumer<Observed<S, M>> by) {
    watcher = by;
    wanted = by != null || observer != null;
  }

  /** Whether there is anybody to tell; all else here is only for then. */
  boolean areWanted() {
    return wanted;
  }

  /** The id of an entry of a channel. */
  String id(long entry) {
    return persistence.era() + "." + entry;
  }

  void tell(Observed<S, M> what) {
    Observer<S, M> numbered = observer;
    if (numbered != null) {
      long number = persistence.observed();
      afterCommit.accept(() -> numbered.observed(number, what));
    }
    Consumer<Observed<S, M>> watching = watcher;
    if (watching != null) {
      afterCommit.accept(() -> watching.accept(what));
    }
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
