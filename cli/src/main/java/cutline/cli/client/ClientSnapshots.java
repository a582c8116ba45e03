package cutline.cli.client;

import cutline.bank.BankProcess;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.command.ExitCode;
import cutline.cli.snapshots.Archivist;
import cutline.cli.snapshots.SnapshotTally;
import cutline.core.SnapshotId;
import cutline.runtime.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that a client takes and goes back to: what is under way, and the last ones that are
 * decided.
 */
final class ClientSnapshots {

  static final int KEPT = 16;

  private final BankProcess process;
  private final Duration timeout;
  private final Archivist archivist;
  private final Executor executor;
  private final Ticker ticker;
  private final ArrayDeque<Taken> taken = new ArrayDeque<>();

  /** The oldest first. */
  private final List<UnderWay> underWay = new ArrayList<>();

  private final SnapshotTally tally = new SnapshotTally();
  private boolean anyRestoreFailed;

  /**
   * A snapshot that is decided.
   *
   * @param decidedAt in the ticker's nanoseconds
   */
  record Taken(BankSnapshot snapshot, long decidedAt) {}

  private static final class UnderWay {

    final CompletableFuture<Void> shown = new CompletableFuture<>();
    final long since;

    UnderWay(long since) {
      this.since = since;
    }
  }

  /**
   * Snapshots of the process's bank.
   *
   * @param archivist keeps them
   * @param executor what is to be done with a snapshot is done there, so that nothing waits for it
   */
  ClientSnapshots(
      BankProcess process,
      Duration timeout,
      Archivist archivist,
      Executor executor,
      Ticker ticker) {
    this.process = process;
    this.timeout = timeout;
    this.archivist = archivist;
    this.executor = executor;
    this.ticker = ticker;
  }

  /** Begins one; others may be under way. */
  void take(Consumer<BankSnapshot> whenDecided) {
    UnderWay begun = new UnderWay(ticker.nanos());
    synchronized (this) {
      underWay.add(begun);
    }
    var _ =
        process
            .snapshot(timeout)
            .thenAcceptAsync(
                snapshot -> {
                  archivist.keep(process.bank().id(), snapshot);
                  remember(snapshot);
                  whenDecided.accept(snapshot);
                },
                executor)
            .whenComplete((_, bug) -> ended(begun, bug));
  }

  /**
   * Begins to bring the whole bank back to a snapshot.
   *
   * @param whenEnded is told why everything is as before; nothing if the bank has gone back
   */
  void restore(SnapshotId snapshot, Consumer<Optional<String>> whenEnded) {
    UnderWay begun = new UnderWay(ticker.nanos());
    synchronized (this) {
      underWay.add(begun);
    }
    var _ =
        process
            .restore(snapshot, timeout)
            .thenAcceptAsync(
                failure -> {
                  noteFailure(failure);
                  whenEnded.accept(failure);
                },
                executor)
            .whenComplete((_, bug) -> ended(begun, bug));
  }

  private synchronized void noteFailure(Optional<String> failure) {
    anyRestoreFailed |= failure.isPresent();
  }

  private void ended(UnderWay begun, @Nullable Throwable bug) {
    synchronized (this) {
      underWay.remove(begun);
    }
    if (bug == null) {
      begun.shown.complete(null);
    } else {
      begun.shown.completeExceptionally(bug);
    }
  }

  private synchronized void remember(BankSnapshot snapshot) {
    if (taken.size() == KEPT) {
      taken.removeFirst();
    }
    taken.addLast(new Taken(snapshot, ticker.nanos()));
    tally.add(snapshot);
  }

  /** Waits for those that are under way now. */
  void await() throws InterruptedException {
    List<UnderWay> all;
    synchronized (this) {
      all = new ArrayList<>(underWay);
    }
    for (UnderWay each : all) {
      try {
        each.shown.get();
      } catch (ExecutionException e) {
        throw new AssertionError("a snapshot could not be shown", e.getCause());
      }
    }
  }

  /** How many are under way. */
  synchronized int countUnderWay() {
    return underWay.size();
  }

  /** How long the oldest of those under way has taken; nothing if there is none. */
  synchronized Duration longest() {
    return underWay.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(ticker.nanos() - underWay.getFirst().since);
  }

  /** The last ones that are decided, the oldest first. */
  synchronized List<Taken> last() {
    return new ArrayList<>(taken);
  }

  /** The ids of the last ones, the oldest first. */
  List<String> ids() {
    return last().stream()
        .map(each -> each.snapshot().snapshot().id())
        .filter(id -> id != null)
        .map(SnapshotId::toString)
        .toList();
  }

  /** One of the last ones, or null. */
  @Nullable BankSnapshot find(String id) {
    for (Taken each : last()) {
      SnapshotId its = each.snapshot().snapshot().id();
      if (its != null && its.toString().equals(id)) {
        return each.snapshot();
      }
    }
    return null;
  }

  /** How long ago one was decided. */
  Duration age(Taken decided) {
    return Duration.ofNanos(ticker.nanos() - decided.decidedAt());
  }

  /** What all of them together mean for a script. */
  synchronized int exitCode() {
    return anyRestoreFailed ? tally.exitCode(ExitCode.INCOMPLETE) : tally.exitCode();
  }
}
