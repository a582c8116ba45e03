package cutline.simulation;

import cutline.core.GlobalSnapshot;
import cutline.core.Initiation;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.runtime.Node;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody wants of one process, and asks for again until there is an answer. */
final class Requests {

  private static final long GRACE = Duration.ofSeconds(1).toNanos();

  /** How much of what it has waited a process may forget when it dies. */
  private static final long FORGOTTEN = Duration.ofMillis(100).toNanos();

  /** In this time all have found each other again, and told what there is to tell. */
  private static final long ENOUGH = Duration.ofSeconds(6).toNanos();

  private static final String BY_RESTORE = "a restore of snapshot ";

  private static final class Request {
    final String name;
    final Duration timeout;
    @Nullable SnapshotId id;

    /** When it was asked for in this life of the process, by its own clock. */
    long askedAt;

    /** For how long the process was up and knew of it, in earlier lives. */
    long waited;

    int deaths;

    boolean isAnswered;

    Request(String name, Duration timeout) {
      this.name = name;
      this.timeout = timeout;
    }
  }

  private final World world;
  private final Host host;
  private final Map<String, Request> requests = new LinkedHashMap<>();
  private int restores;

  Requests(World world, Host host) {
    this.world = world;
    this.host = host;
  }

  void initiate(long timeout) {
    String name = "snapshot " + (requests.size() + 1) + " of " + host.name();
    Request request = new Request(name, Duration.ofNanos(timeout));
    requests.put(name, request);
    ask(request);
  }

  /** The process dies while it sends: others may know of decisions that it has not told here. */
  void toldOthersFirst(List<SnapshotId> undecided) {
    for (Request request : requests.values()) {
      if (request.id != null && !request.isAnswered && !undecided.contains(request.id)) {
        world.decided(request.id);
      }
    }
  }

  /** The process dies; its deadlines count the time that it is up. */
  void died() {
    for (Request request : requests.values()) {
      request.waited += host.localTime() - request.askedAt;
      request.deaths++;
    }
  }

  /** The process is back, and may have forgotten what it was asked for. */
  void repeat() {
    for (Request request : requests.values()) {
      if (!request.isAnswered) {
        ask(request);
      }
    }
  }

  private void ask(Request request) {
    if (!host.isUp()) {
      return;
    }
    Node<Moment, Message> node = host.node();
    request.askedAt = host.localTime();
    host.post(() -> {
      switch (node.initiate(request.name, request.timeout)) {
        case Initiation.Started started ->
            node.sender().afterCommit(() -> started(request, started.id()));
        case Initiation.Busy _ -> request.isAnswered = true;
      }
    });
  }

  private void started(Request request, SnapshotId id) {
    for (Request other : requests.values()) {
      if (other != request && id.equals(other.id)) {
        throw Broken.of(
            Law.ID_UNIQUE,
            "%s gave the id %s to two snapshots: %s, and after a restart %s",
            host.name(),
            id,
            other.name,
            request.name);
      }
    }
    request.id = id;
  }

  /** The process has decided. */
  void decided(String name, GlobalSnapshot<Moment, Message> snapshot) {
    Request request = requests.get(name);
    if (request == null) {
      throw Broken.of(Law.SNAPSHOT_ENDS, "%s decided '%s', which nobody wanted", host.name(), name);
    }
    if (request.isAnswered) {
      throw Broken.of(
          Law.SNAPSHOT_ENDS, "%s decided snapshot %s twice", host.name(), snapshot.id());
    }
    request.isAnswered = true;
    world.decided(snapshot.id());
    world.tell(new Happening.Decided(snapshot));
    long took = request.waited + host.localTime() - request.askedAt;
    long patience = host.node().patience(request.timeout).toNanos();
    if (took > patience + GRACE + request.deaths * FORGOTTEN) {
      throw Broken.of(
          Law.SNAPSHOT_ENDS,
          "snapshot %s ended %d ms after it was asked for, and its deadline was at %d ms",
          snapshot.id(),
          took / 1_000_000,
          patience / 1_000_000);
    }
    judge(snapshot, took, patience);
  }

  private void judge(GlobalSnapshot<Moment, Message> snapshot, long took, long patience) {
    switch (snapshot.status()) {
      case COMPLETE -> world.completed(snapshot);
      case INCOMPLETE -> {
        if (took < patience) {
          throw Broken.of(
              Law.SNAPSHOT_ENDS,
              "snapshot %s is incomplete %d ms before its deadline: %s",
              snapshot.id(),
              (patience - took) / 1_000_000,
              snapshot.reason());
        }
        if (world.isCalmFor(ENOUGH)) {
          throw Broken.of(
              Law.SNAPSHOT_COMPLETES,
              "snapshot %s is incomplete, and for %d ms before its deadline nothing had gone wrong:"
                  + " %s",
              snapshot.id(),
              ENOUGH / 1_000_000,
              snapshot.reason());
        }
      }
      case ABORTED -> {
        String reason = String.valueOf(snapshot.reason());
        if (!reason.startsWith(BY_RESTORE)) {
          throw Broken.of(
              Law.NO_FALSE_ALARM, "snapshot %s was given up: %s", snapshot.id(), reason);
        }
      }
    }
  }

  /** Has the process go back to one of the last complete snapshots, if there is one. */
  void restore(int back, long timeout) {
    if (world.witness.complete.isEmpty() || !host.isUp()) {
      return;
    }
    int at = Math.max(0, world.witness.complete.size() - 1 - back);
    GlobalSnapshot<Moment, Message> snapshot = world.witness.complete.get(at);
    SnapshotId id = snapshot.id();
    if (id == null || snapshot.status() != SnapshotStatus.COMPLETE) {
      return;
    }
    String request = "restore " + ++restores + " of " + host.name();
    Node<Moment, Message> node = host.node();
    host.post(() -> {
      world.witness.restoreWished(snapshot);
      node.restore(request, id, Duration.ofNanos(timeout));
    });
  }

  /** Everything that was asked for must have been answered. */
  void atRest() {
    for (Request request : requests.values()) {
      if (!request.isAnswered) {
        throw Broken.of(
            Law.SNAPSHOT_ENDS,
            "all is at rest, and %s has never decided %s%s",
            host.name(),
            request.name,
            request.id == null ? "" : " (" + request.id + ")");
      }
    }
  }
}
