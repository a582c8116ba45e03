package cutline.cli.demo;

import cutline.bank.BankConnection;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.terminal.ProgressBar;
import cutline.core.SnapshotStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The snapshots of the demo, some at the same time: each has a connection and a thread. */
final class DemoSnapshots {

  private static final int MOST = 8;

  /** How long the branches wait for each other. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** What takes no longer needs no progress. */
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

  /** So often a line of progress changes, in nanoseconds. */
  private static final long REDRAW = Duration.ofMillis(200).toNanos();

  /** As many as branches that initiate in turn keep their parts of, or more. */
  private static final int MOST_RESULTS = 512;

  /** As many lines of progress as leave room for the rest. */
  private static final int MOST_LINES = 3;

  /** Is told how snapshots go, by their threads. */
  interface Listener {

    /** It cannot end before a branch is back. */
    void waits(String sentence);

    /** How far the snapshots have come that take their time, a line each. */
    void progress(List<String> lines);

    /**
     * A snapshot has ended.
     *
     * @param dead for how long branches were dead that it had to wait for
     */
    void ended(int number, BankSnapshot snapshot, SequencedMap<String, Duration> dead);

    /** Our own bug. */
    void failed(Throwable bug);
  }

  private final class Running {
    private final int number;
    private final String initiator;
    private final long startedAt = System.nanoTime();
    private final SequencedMap<String, String> waitsFor = new TreeMap<>();
    private final Thread thread;
    private int arrived;

    Running(int number, String initiator) {
      this.number = number;
      this.initiator = initiator;
      this.thread =
          Thread.ofPlatform().daemon().name("snapshot " + number).unstarted(() -> take(this));
    }

    private String progress(long now) {
      int branches = bank.definition().members().size();
      return "Snapshot %d from %s   %s"
          .formatted(
              number,
              initiator,
              ProgressBar.text("markers", arrived, branches * (branches - 1), now - startedAt));
    }
  }

  private final DemoBank bank;
  private final InstantSource clock;
  private final Listener listener;
  private final SequencedMap<Integer, Running> running = new TreeMap<>();

  /** The last ones that are a result, by their numbers. */
  private final SequencedMap<Integer, BankSnapshot> results = new TreeMap<>();

  private int started;
  private int turn;
  private long drawnAt;

  DemoSnapshots(DemoBank bank, InstantSource clock, Listener listener) {
    this.bank = bank;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Starts a snapshot.
   *
   * @param wanted who is to initiate it, or null for the next branch that lives
   * @return why there is none; null if it has begun
   */
  synchronized @Nullable String start(@Nullable String wanted) {
    List<String> living = bank.living();
    if (wanted != null && !living.contains(wanted)) {
      return "%s cannot initiate a snapshot: it is %s".formatted(wanted, bank.absent().get(wanted));
    }
    if (living.isEmpty()) {
      return "No branch is left that could initiate a snapshot";
    }
    if (running.size() == MOST) {
      return "%d snapshots are under way, and that is the most".formatted(MOST);
    }
    Running snapshot =
        new Running(++started, wanted == null ? living.get(turn++ % living.size()) : wanted);
    running.put(snapshot.number, snapshot);
    sayWhomItWaitsFor(snapshot);
    snapshot.thread.start();
    return null;
  }

  private void take(Running snapshot) {
    try {
      Instant startedAt = clock.instant();
      BankSnapshot taken;
      try (BankConnection connection = bank.connect(TIMEOUT)) {
        taken =
            connection.snapshot(
                snapshot.initiator, (_, arrived, _) -> progressed(snapshot, arrived));
      } catch (InterruptedException e) {
        taken =
            BankSnapshot.none(
                snapshot.initiator,
                SnapshotStatus.INCOMPLETE,
                "the demo ended first",
                bank.definition().total(),
                startedAt);
      }
      ended(snapshot, taken);
    } catch (RuntimeException | Error e) {
      forget(snapshot);
      listener.failed(e);
    }
  }

  private synchronized void progressed(Running snapshot, int arrived) {
    sayWhomItWaitsFor(snapshot);
    long now = System.nanoTime();
    if (snapshot.arrived != arrived || now - drawnAt >= REDRAW) {
      snapshot.arrived = arrived;
      draw(now);
    }
  }

  private void draw(long now) {
    drawnAt = now;
    List<String> lines = new ArrayList<>();
    for (Running each : running.values()) {
      if (now - each.startedAt >= PATIENCE) {
        lines.add(each.progress(now));
      }
    }
    if (lines.size() > MOST_LINES) {
      int more = lines.size() - MOST_LINES + 1;
      lines.subList(MOST_LINES - 1, lines.size()).clear();
      lines.add("and %d more".formatted(more));
    }
    listener.progress(lines);
  }

  private void sayWhomItWaitsFor(Running snapshot) {
    bank.absent()
        .forEach((branch, why) -> {
          if (snapshot.waitsFor.put(branch, why) == null) {
            listener.waits(DemoText.waits(snapshot.number, branch, why));
          }
        });
  }

  private synchronized void ended(Running snapshot, BankSnapshot taken) {
    SequencedMap<String, Duration> dead = new TreeMap<>();
    for (Map.Entry<String, String> branch : snapshot.waitsFor.entrySet()) {
      dead.put(branch.getKey(), bank.lastAbsence(branch.getKey()));
    }
    running.remove(snapshot.number);
    if (taken.snapshot().isComplete()) {
      results.put(snapshot.number, taken);
      if (results.size() > MOST_RESULTS) {
        results.pollFirstEntry();
      }
    }
    draw(System.nanoTime());
    listener.ended(snapshot.number, taken, dead);
    notifyAll();
  }

  /** One that is a result, or null. */
  synchronized @Nullable BankSnapshot result(int number) {
    return results.get(number);
  }

  private synchronized void forget(Running snapshot) {
    running.remove(snapshot.number);
    notifyAll();
  }

  /** How many are under way that can end soon: a dead branch is not waited for. */
  synchronized int underWay() {
    return bank.absent().isEmpty() ? running.size() : 0;
  }

  /** Lets those end that can, as long as it is not interrupted. */
  synchronized void drain() throws InterruptedException {
    while (underWay() > 0) {
      wait(REDRAW / 1_000_000);
    }
  }

  /** Gives up what has not ended. */
  void close() {
    List<Running> left;
    synchronized (this) {
      left = List.copyOf(running.values());
    }
    left.forEach(each -> each.thread.interrupt());
    for (Running each : left) {
      try {
        each.thread.join(PATIENCE / 1_000_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
