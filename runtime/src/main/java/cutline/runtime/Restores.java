package cutline.runtime;

import cutline.core.SnapshotId;
import cutline.runtime.saved.SavedRestore;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.RestoreAbort;
import cutline.runtime.wire.RestorePrepare;
import cutline.runtime.wire.RestoreVote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process's part in bringing the whole system back to a snapshot: a two-phase commit. The
 * coordinator asks all to prepare; a member that is ready says so durably and sends no messages any
 * more until it knows the decision. When all are ready, the coordinator begins a new era, in one
 * commit of its own, and that is the decision. The others learn it from the first handshake with a
 * process of the new era. Until then every log is that of the old era, so an abort loses nothing.
 *
 * <p>A coordinator that finds itself undecided after a restart aborts: the decision would have
 * ended what it finds.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
final class Restores<S, M> {

  /** The longest attempt, beside its coordinator's name. */
  private static final int MAX_NUMBERS = 40;

  private final NodeConfig config;
  private final Links links;
  private final Snapshots<S, M> snapshots;
  private final Persistence<S, M> persistence;
  private final NodeListener<S, M> listener;
  private final Consumer<Runnable> afterCommit;

  private @Nullable Attempt attempt;
  private boolean decided;

  /** What only the coordinator knows. */
  private String request = "";

  private long deadline = Long.MAX_VALUE;
  private int attempts;

  /**
   * Requests for restores that are done, and until when at most each waits for the processes that
   * have not followed: so that whoever hears of it can go on with any of them.
   */
  private final Map<String, Long> successes = new TreeMap<>();

  private final Set<String> ready = new TreeSet<>();

  /**
   * A restore that is not decided.
   *
   * @param id coordinator.incarnation.number
   * @param era that would begin
   */
  record Attempt(String id, long era, SnapshotId snapshot, String coordinator) {}

  Restores(
      NodeConfig config,
      Links links,
      Snapshots<S, M> snapshots,
      Persistence<S, M> persistence,
      NodeListener<S, M> listener,
      Consumer<Runnable> afterCommit) {
    this.config = config;
    this.links = links;
    this.snapshots = snapshots;
    this.persistence = persistence;
    this.listener = listener;
    this.afterCommit = afterCommit;
  }

  /** After a restart: what this process was prepared for. */
  void recover(@Nullable Attempt found) {
    attempt = found;
    if (found == null) {
      return;
    }
    if (coordinates(found)) {
      abort("%s was restarted before it was decided".formatted(config.name()));
    } else {
      snapshots.pin(found.snapshot());
    }
  }

  // ------------------------------------------------------------- what there is

  /** The snapshot that the system may go back to any moment, or null. */
  @Nullable SnapshotId underWay() {
    Attempt current = attempt;
    return current == null ? null : current.snapshot();
  }

  /** Whether the new era must begin with the end of this step. */
  boolean isDecided() {
    return decided;
  }

  /** The decided attempt. */
  Attempt decision() {
    Attempt current = attempt;
    if (current == null || !decided) {
      throw new AssertionError("nothing is decided");
    }
    return current;
  }

  /** The request of the attempt that this process coordinates, else empty. */
  String request() {
    return request;
  }

  /** In the era that this one's decision began: its requesters are still to be told. */
  void follow(Restores<S, M> before) {
    successes.putAll(before.successes);
    if (!before.request.isEmpty()) {
      successes.put(before.request, before.deadline);
    }
  }

  /** When {@link #at} must be called at the latest. */
  long deadline() {
    return successes.isEmpty() ? deadline : Math.min(deadline, Collections.min(successes.values()));
  }

  // --------------------------------------------------------------- coordinator

  /** Begins a restore; gives why not, or empty. */
  Optional<String> begin(String wish, SnapshotId snapshot, Duration timeout, long now) {
    if (persistence.hasRestored(wish)) {
      successes.put(wish, now + snapshots.patience(timeout).toNanos());
      return Optional.empty();
    }
    Attempt current = attempt;
    if (current != null) {
      return wish.equals(request)
          ? Optional.empty()
          : Optional.of("a restore of snapshot %s is under way".formatted(current.snapshot()));
    }
    String congestion = snapshots.congestion();
    String obstacle = congestion == null ? obstacle(snapshot) : congestion;
    if (obstacle != null) {
      return Optional.of(obstacle);
    }
    String id = "%s.%d.%d".formatted(config.name(), persistence.incarnation(), ++attempts);
    request = wish;
    deadline = now + snapshots.patience(timeout).toNanos();
    ready.clear();
    prepare(new Attempt(id, persistence.era() + 1, snapshot, config.name()));
    RestorePrepare wired =
        RestorePrepare.newBuilder()
            .setAttempt(id)
            .setEra(persistence.era() + 1)
            .setSnapshot(Wire.id(snapshot))
            .build();
    links
        .peers()
        .forEach(peer -> peer.outbox.appendControl(number -> Wire.restorePrepare(number, wired)));
    decideIfAllAreReady();
    return Optional.empty();
  }

  void voteArrived(Peer peer, RestoreVote vote) {
    Attempt current = attempt;
    if (current == null || !coordinates(current) || !current.id().equals(vote.getAttempt())) {
      abortAgain(peer, vote);
      return;
    }
    if (decided) {
      return;
    }
    if (!vote.getObstacle().isEmpty()) {
      abort(Untrusted.line(vote.getObstacle()));
      return;
    }
    ready.add(peer.name);
    decideIfAllAreReady();
  }

  /** On a channel that is not FIFO, the abort may have come before what it aborts. */
  private void abortAgain(Peer peer, RestoreVote vote) {
    if (vote.getObstacle().isEmpty() && isAttemptOf(config.name(), vote.getAttempt())) {
      RestoreAbort late = RestoreAbort.newBuilder().setAttempt(vote.getAttempt()).build();
      peer.outbox.appendControl(number -> Wire.restoreAbort(number, late));
    }
  }

  private boolean coordinates(Attempt one) {
    return one.coordinator().equals(config.name());
  }

  private void decideIfAllAreReady() {
    decided = ready.size() == links.peers().size();
  }

  /** Time goes on. */
  void at(long now) {
    if (!successes.isEmpty()) {
      boolean allHaveFollowed = links.peers().stream().allMatch(peer -> peer.session != null);
      List<String> told =
          successes.entrySet().stream()
              .filter(success -> allHaveFollowed || success.getValue() <= now)
              .map(Map.Entry::getKey)
              .toList();
      successes.keySet().removeAll(told);
      told.forEach(wish -> afterCommit.accept(() -> listener.restoreEnded(wish, null)));
    }
    if (!decided && deadline <= now) {
      List<String> silent = new ArrayList<>(links.peers().stream().map(peer -> peer.name).toList());
      silent.removeAll(ready);
      abort("no answer from " + String.join(", ", silent));
    }
  }

  private void abort(String reason) {
    Attempt current = Objects.requireNonNull(attempt, "nothing to abort");
    RestoreAbort wired = RestoreAbort.newBuilder().setAttempt(current.id()).build();
    links
        .peers()
        .forEach(peer -> peer.outbox.appendControl(number -> Wire.restoreAbort(number, wired)));
    String wish = request;
    if (!wish.isEmpty()) {
      afterCommit.accept(() -> listener.restoreEnded(wish, reason));
    }
    end();
  }

  // -------------------------------------------------------------------- member

  void prepareArrived(Peer peer, RestorePrepare wired) throws MalformedException {
    SnapshotId snapshot = Wire.id(wired.getSnapshot());
    requireAttemptOf(peer, wired.getAttempt());
    String obstacle = obstacle(peer, wired, snapshot);
    if (obstacle == null) {
      prepare(new Attempt(wired.getAttempt(), wired.getEra(), snapshot, peer.name));
    }
    RestoreVote vote =
        RestoreVote.newBuilder()
            .setAttempt(wired.getAttempt())
            .setObstacle(obstacle == null ? "" : Untrusted.line(obstacle))
            .build();
    peer.outbox.appendControl(number -> Wire.restoreVote(number, vote));
  }

  /** It comes back in answers, which must fit into a frame. */
  private static void requireAttemptOf(Peer peer, String id) throws MalformedException {
    if (!isAttemptOf(peer.name, id)) {
      throw new MalformedException("a restore that another process coordinates");
    }
  }

  private static boolean isAttemptOf(String coordinator, String id) {
    return id.startsWith(coordinator + ".") && id.length() <= coordinator.length() + MAX_NUMBERS;
  }

  private @Nullable String obstacle(Peer peer, RestorePrepare wired, SnapshotId snapshot) {
    Attempt current = attempt;
    if (current != null) {
      return "%s is prepared for a restore of snapshot %s by %s"
          .formatted(config.name(), current.snapshot(), current.coordinator());
    }
    if (wired.getEra() != persistence.era() + 1) {
      return "%s is in era %d and %s in another one"
          .formatted(config.name(), persistence.era(), peer.name);
    }
    return obstacle(snapshot);
  }

  private @Nullable String obstacle(SnapshotId snapshot) {
    if (snapshots.restorable(snapshot).isEmpty()) {
      return "%s has no finished part of snapshot %s".formatted(config.name(), snapshot);
    }
    return persistence.isCopied(snapshot)
        ? null
        : "%s has not copied its whole state for snapshot %s".formatted(config.name(), snapshot);
  }

  private void prepare(Attempt prepared) {
    attempt = prepared;
    persistence.prepared(prepared);
    snapshots.pin(prepared.snapshot());
    snapshots.abortOwn("a restore of snapshot %s has begun".formatted(prepared.snapshot()));
  }

  void abortArrived(Peer peer, RestoreAbort wired) {
    Attempt current = attempt;
    if (current != null
        && !decided
        && current.coordinator().equals(peer.name)
        && current.id().equals(wired.getAttempt())) {
      end();
    }
  }

  private void end() {
    attempt = null;
    request = "";
    deadline = Long.MAX_VALUE;
    persistence.prepared(null);
    snapshots.pin(null);
  }

  /**
   * Looks for the decision in what another process says of itself. The coordinator itself learns
   * nothing that way: it decides.
   *
   * @return whether it is in the same era as this process is now
   */
  boolean learn(Hello hello) {
    Attempt current = attempt;
    if (current != null
        && !coordinates(current)
        && hello.getEra() == current.era()
        && hello.getEraAttempt().equals(current.id())) {
      decided = true;
    }
    return hello.getEra() == persistence.era() && !decided;
  }

  /** What was prepared, for the store. */
  static SavedRestore saved(Attempt attempt) {
    return SavedRestore.newBuilder()
        .setAttempt(attempt.id())
        .setEra(attempt.era())
        .setSnapshot(Wire.id(attempt.snapshot()))
        .setCoordinator(attempt.coordinator())
        .build();
  }

  static Attempt of(SavedRestore saved) throws MalformedException {
    return new Attempt(
        saved.getAttempt(), saved.getEra(), Wire.id(saved.getSnapshot()), saved.getCoordinator());
  }
}
