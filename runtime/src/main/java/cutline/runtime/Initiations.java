package cutline.runtime;

import cutline.core.Assembly;
import cutline.core.GlobalSnapshot;
import cutline.core.Report;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.runtime.wire.ReportPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that this process has initiated: the undecided ones with their deadlines, and the
 * last decided ones, so that a repeated request gets the same snapshot.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
final class Initiations<S, M> {

  private static final int KEPT = 16;

  /**
   * How often it is made durable how long an undecided snapshot has waited, at most; else it is
   * every 256th of its patience.
   */
  private static final long SAVED_EVERY = Duration.ofMillis(100).toNanos();

  private final List<String> members;
  private final Consumer<SnapshotId> dropped;
  private final Map<SnapshotId, Undecided> undecided = new LinkedHashMap<>();
  private final LinkedHashMap<String, Decision<S, M>> decided = new LinkedHashMap<>();

  /**
   * @param members the names of all processes, this one too
   * @param dropped is told which decided snapshot is not remembered any more
   */
  Initiations(List<String> members, Consumer<SnapshotId> dropped) {
    this.members = members;
    this.dropped = dropped;
  }

  private final class Undecided {
    final String request;
    final Duration patience;

    /** When it would have been started if this process had been up ever since. */
    final long startedAt;

    long nextSave;
    final Assembly<S, M> assembly;
    final Map<String, Parts> parts = new LinkedHashMap<>();

    Undecided(SnapshotId id, String request, Duration patience, Duration waited, long now) {
      this.request = request;
      this.patience = patience;
      this.startedAt = now - waited.toNanos();
      planSave(now);
      this.assembly = new Assembly<>(id, members);
    }

    long deadline() {
      return startedAt + patience.toNanos();
    }

    final void planSave(long now) {
      nextSave = now + Math.max(SAVED_EVERY, patience.toNanos() / 256);
    }
  }

  /** A snapshot that was decided just now. */
  record Decision<S, M>(SnapshotId id, String request, Decided<S, M> decided) {}

  /**
   * An undecided snapshot, and how long it has waited for its reports while this process was up.
   */
  record Waiting(SnapshotId id, String request, Duration patience, Duration waited) {}

  void begin(Waiting waiting, long now) {
    undecided.put(
        waiting.id(),
        new Undecided(waiting.id(), waiting.request(), waiting.patience(), waiting.waited(), now));
  }

  /** The snapshots whose waiting must be made durable: a restart takes nothing of it back. */
  List<Waiting> toSave(long now) {
    List<Waiting> due = new ArrayList<>();
    undecided.forEach((id, snapshot) -> {
      if (snapshot.nextSave <= now) {
        snapshot.planSave(now);
        due.add(
            new Waiting(
                id,
                snapshot.request,
                snapshot.patience,
                Duration.ofNanos(now - snapshot.startedAt)));
      }
    });
    return due;
  }

  /** The undecided snapshot that was started for this request, or null. */
  @Nullable SnapshotId started(String request) {
    for (var entry : undecided.entrySet()) {
      if (entry.getValue().request.equals(request)) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** One of the last decided snapshots, if it was started for this request, else null. */
  @Nullable Decision<S, M> decided(String request) {
    return decided.get(request);
  }

  boolean isUndecided(SnapshotId id) {
    return undecided.containsKey(id);
  }

  /** How many members have reported on an undecided snapshot; 0 if it is none of this process's. */
  int reported(SnapshotId id) {
    Undecided snapshot = undecided.get(id);
    return snapshot == null ? 0 : snapshot.assembly.reports().size();
  }

  /** Takes a part of a member's report; gives the report once all of it is there, else null. */
  @Nullable Report<S, M> join(String member, ReportPart part, Wire<S, M> wire)
      throws MalformedException {
    SnapshotId id = Wire.id(part.getSnapshot());
    Undecided snapshot = undecided.get(id);
    if (snapshot == null) {
      return null;
    }
    byte[] whole =
        snapshot
            .parts
            .computeIfAbsent(member, _ -> new Parts())
            .add(part.getPart(), part.getParts(), part.getData().toByteArray());
    return whole == null ? null : wire.report(id, member, whole);
  }

  /** Takes a report; gives the decision if it brings one about, else null. */
  @Nullable Decision<S, M> report(Report<S, M> report, long now) {
    Undecided snapshot = undecided.get(report.id());
    if (snapshot == null) {
      return null;
    }
    GlobalSnapshot<S, M> result = snapshot.assembly.report(report);
    return result == null ? null : decide(report.id(), snapshot, result, now);
  }

  /** Gives up all undecided snapshots, for a reason in a sentence. */
  List<Decision<S, M>> abortAll(String reason, long now) {
    List<Decision<S, M>> decisions = new ArrayList<>();
    for (Map.Entry<SnapshotId, Undecided> entry : List.copyOf(undecided.entrySet())) {
      Undecided snapshot = entry.getValue();
      decisions.add(decide(entry.getKey(), snapshot, snapshot.assembly.abort(reason), now));
    }
    return decisions;
  }

  /** Decides all snapshots whose deadline has passed. */
  List<Decision<S, M>> expire(long now) {
    List<Decision<S, M>> decisions = new ArrayList<>();
    for (SnapshotId id : List.copyOf(undecided.keySet())) {
      Undecided snapshot = undecided.get(id);
      if (snapshot != null && snapshot.deadline() <= now) {
        decisions.add(decide(id, snapshot, snapshot.assembly.deadlinePassed(), now));
      }
    }
    return decisions;
  }

  /** When there is something to decide or to save, {@code Long.MAX_VALUE} for never. */
  long nextAction() {
    long next = Long.MAX_VALUE;
    for (Undecided snapshot : undecided.values()) {
      next = Math.min(next, Math.min(snapshot.deadline(), snapshot.nextSave));
    }
    return next;
  }

  private Decision<S, M> decide(
      SnapshotId id, Undecided snapshot, GlobalSnapshot<S, M> result, long now) {
    return remember(id, snapshot, result, Duration.ofNanos(now - snapshot.startedAt));
  }

  private Decision<S, M> remember(
      SnapshotId id, Undecided snapshot, GlobalSnapshot<S, M> result, Duration took) {
    undecided.remove(id);
    Decision<S, M> decision = new Decision<>(id, snapshot.request, new Decided<>(result, took));
    decided.put(snapshot.request, decision);
    if (decided.size() > KEPT) {
      dropped.accept(decided.pollFirstEntry().getValue().id());
    }
    return decision;
  }

  // ------------------------------------------------------- after a restart

  /** Puts back a report on a snapshot that {@link #begin} has put back. */
  void restore(Report<S, M> report) {
    Undecided snapshot = undecided.get(report.id());
    if (snapshot != null) {
      snapshot.assembly.report(report);
    }
  }

  /** Puts back the decision on a snapshot whose reports are back. */
  void restore(SnapshotId id, SnapshotStatus status, String reason, Duration took) {
    Undecided snapshot = undecided.get(id);
    if (snapshot != null) {
      GlobalSnapshot<S, M> result =
          snapshot.assembly.decide(status, status == SnapshotStatus.COMPLETE ? null : reason);
      remember(id, snapshot, result, took);
    }
  }
}
