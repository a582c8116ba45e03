package cutline.cli.watch;

import cutline.bank.BankAddress;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.attach.BankStatus;
import cutline.cli.attach.MemberState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of a bank that somebody watches. Any thread may add to it. */
final class WatchModel {

  /** Rates are those of so long a time: long enough to read, short enough to follow. */
  private static final long WINDOW = Duration.ofSeconds(3).toNanos();

  /** A busy member may miss a round or two. */
  private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

  private static final long MESSAGE = Duration.ofSeconds(10).toNanos();
  private static final int MOST_SNAPSHOTS = 200;

  private final BankAddress bank;
  private final Map<String, Samples> samples = new TreeMap<>();
  private final Map<String, Status> statuses = new TreeMap<>();
  private final Map<String, Long> heardAt = new TreeMap<>();
  private final Map<String, String> obstacles = new TreeMap<>();
  private final Deque<WatchView.Taken> snapshots = new ArrayDeque<>();
  private int taken;
  private int selected = -1;
  private boolean isHelp;
  private String message = "";
  private long messageAt;

  WatchModel(BankAddress bank) {
    this.bank = bank;
  }

  /** All have been asked how they are. */
  synchronized void heard(BankStatus heard, long now) {
    heard
        .statuses()
        .forEach((name, status) -> {
          statuses.put(name, status);
          obstacles.remove(name);
          heardAt.put(name, now);
          samples.computeIfAbsent(name, _ -> new Samples()).add(now, status);
        });
    heard
        .obstacles()
        .forEach((name, obstacle) -> {
          if (!obstacle.isEmpty() || now - heardAt.computeIfAbsent(name, _ -> now) >= PATIENCE) {
            statuses.remove(name);
            samples.remove(name);
            obstacles.put(name, obstacle);
          }
        });
  }

  /** Selects the row so many further down, or up if it is negative. */
  synchronized void select(int further) {
    int last = bank.members().size() - 1;
    selected =
        selected < 0 ? (further > 0 ? 0 : last) : Math.clamp((long) selected + further, 0, last);
  }

  synchronized void selectNone() {
    selected = -1;
  }

  /** The name in the selected row, or null. */
  synchronized @Nullable String selected() {
    return selected < 0 ? null : bank.names().get(selected);
  }

  /** The selected member, or else the first one that answers, or null. */
  synchronized @Nullable String selectedOrFirst() {
    return selected >= 0
        ? bank.names().get(selected)
        : bank.names().stream().filter(statuses::containsKey).findFirst().orElse(null);
  }

  /** Whether all of those that answer make no transfers for now. */
  synchronized boolean isPaused() {
    return !statuses.isEmpty() && statuses.values().stream().allMatch(Status::getPaused);
  }

  synchronized void say(String sentence, long now) {
    message = sentence;
    messageAt = now;
  }

  synchronized boolean isHelp() {
    return isHelp;
  }

  synchronized void help(boolean shown) {
    isHelp = shown;
  }

  /** A snapshot begins; gives its number. */
  synchronized int begin(String from) {
    if (snapshots.size() == MOST_SNAPSHOTS) {
      snapshots.removeLast();
    }
    snapshots.addFirst(new WatchView.Taken(++taken, from, 0, 0, null));
    return taken;
  }

  synchronized void markers(int number, int arrived, int markers) {
    replace(number, arrived, markers, null);
  }

  synchronized void end(int number, BankSnapshot result) {
    replace(number, 0, 0, result);
  }

  private void replace(int number, int arrived, int markers, @Nullable BankSnapshot result) {
    List<WatchView.Taken> now = new ArrayList<>();
    for (WatchView.Taken each : snapshots) {
      now.add(
          each.number() == number
              ? new WatchView.Taken(number, each.from(), arrived, markers, result)
              : each);
    }
    snapshots.clear();
    snapshots.addAll(now);
  }

  /** What there is to see now. */
  synchronized WatchView view(long now) {
    return new WatchView(
        bank.id(),
        bank.total(),
        bank.names().stream().map(this::row).toList(),
        selected,
        List.copyOf(snapshots),
        now - messageAt < MESSAGE ? message : "",
        isHelp);
  }

  private WatchView.Row row(String name) {
    Status status = statuses.get(name);
    if (status == null) {
      String obstacle = obstacles.get(name);
      return obstacle == null
          ? new WatchView.Row(name, MemberState.ASKED, "", 0, 0, 0, 0, 0)
          : new WatchView.Row(
              name, MemberState.UNREACHABLE, BankStatus.reason(obstacle), 0, 0, 0, 0, 0);
    }
    Samples lately = samples.computeIfAbsent(name, _ -> new Samples());
    return new WatchView.Row(
        name,
        MemberState.of(status),
        "",
        status.getBalance(),
        lately.sentRate(),
        lately.receivedRate(),
        Math.toIntExact(status.getPeersList().stream().filter(Peer::getConnected).count()),
        status.getPeersCount());
  }

  /** What a member has said lately about its transfers. */
  private static final class Samples {

    private record Sample(long at, long sent, long received) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    void add(long now, Status status) {
      Sample sample = new Sample(now, status.getSent(), status.getReceived());
      Sample last = samples.peekLast();
      if (last != null && (last.sent() > sample.sent() || last.received() > sample.received())) {
        samples.clear(); // It has begun a new life, and counts from 0.
      }
      samples.addLast(sample);
      while (samples.size() > 2 && now - samples.getFirst().at() > WINDOW) {
        samples.removeFirst();
      }
    }

    double sentRate() {
      return rate(last().sent() - first().sent());
    }

    double receivedRate() {
      return rate(last().received() - first().received());
    }

    private double rate(long count) {
      long nanos = last().at() - first().at();
      return nanos <= 0 ? 0 : count * 1e9 / nanos;
    }

    private Sample first() {
      return samples.isEmpty() ? new Sample(0, 0, 0) : samples.getFirst();
    }

    private Sample last() {
      return samples.isEmpty() ? new Sample(0, 0, 0) : samples.getLast();
    }
  }
}
