package cutline.console.log;

import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.Verification;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A log that people look at while it may grow. Any thread may add to it and read it; whoever reads
 * has a place of his own in it, so that nothing is kept for a slow one.
 */
public final class WatchedLog {

  /** The newest events of a live log that are kept. */
  public static final int MOST_EVENTS = 100_000;

  /** No batch has more events. */
  public static final int MOST_IN_BATCH = 20_000;

  /** Beyond so many events in a batch, money is summed up. */
  private static final int MOST_SINGLE = 400;

  private static final int MOST_SIGNALS = 256;

  /** Is told what happens in a log, while it is locked. */
  public interface Listener {

    /** Tells nobody. */
    Listener NONE =
        new Listener() {
          @Override
          public void event(Event event) {}

          @Override
          public void decided(SnapshotTrack snapshot) {}
        };

    /** There is one more event. */
    void event(Event event);

    /** A snapshot is decided. */
    void decided(SnapshotTrack snapshot);
  }

  /** What is worth telling besides the events. */
  public sealed interface Signal {

    /** Somebody is to read this. */
    record Noticed(Notice notice) implements Signal {}

    /** A snapshot is decided. */
    record Decided(String snapshot) implements Signal {}
  }

  /**
   * What has come behind a place.
   *
   * @param events in order
   * @param state the state behind the last one of them if they are so many that money is to be
   *     summed up, else null
   */
  public record Batch(List<Event> events, @Nullable LogState state) {}

  /**
   * What was worth telling behind a place.
   *
   * @param last the place of the newest one
   */
  public record Signals(List<Signal> signals, long last) {}

  private final LogInfo info;
  private final LogShape shape;
  private final Orders orders;
  private final Listener listener;
  private final Past past;
  private final SnapshotHistory snapshots;
  private final Deque<Signal> signals = new ArrayDeque<>();
  private long lastSignal;
  private @Nullable EventLog whole;
  private @Nullable Verification verification;

  private WatchedLog(
      LogInfo info, LogShape shape, Orders orders, Listener listener, int mostEvents) {
    this.info = info;
    this.shape = shape;
    this.orders = orders;
    this.listener = listener;
    this.past = new Past(shape, mostEvents);
    this.snapshots = new SnapshotHistory(shape);
  }

  /** One that grows, of a bank that takes orders. */
  public static WatchedLog live(LogInfo info, LogShape shape, Orders orders, Listener listener) {
    return new WatchedLog(info, shape, orders, listener, MOST_EVENTS);
  }

  /**
   * One that has ended. Its events are numbered from 1, whatever they were before.
   *
   * @throws ArithmeticException if amounts add up to more than there can be
   */
  public static WatchedLog ended(LogInfo info, LogShape shape, EventLog log) {
    List<Event> numbered = new ArrayList<>(log.events().size());
    for (Event event : log.events()) {
      long seq = numbered.size() + 1L;
      numbered.add(
          event.seq() == seq
              ? event
              : new Event(seq, event.at(), event.process(), event.clock(), event.action()));
    }
    EventLog whole = new EventLog(log.header(), numbered);
    WatchedLog watched = new WatchedLog(info, shape, Orders.NONE, Listener.NONE, Integer.MAX_VALUE);
    whole.events().forEach(watched::add);
    watched.whole = whole;
    return watched;
  }

  // ------------------------------------------------------------------ growing

  /** Adds the next event. */
  public synchronized void add(Event event) {
    past.add(event);
    listener.event(event);
    SnapshotTrack decided = snapshots.apply(event);
    if (decided != null) {
      if (decided.isWhole()) {
        decided.naive = naive(decided);
      }
      tell(decided);
    }
    notifyAll();
  }

  private @Nullable NaiveSum naive(SnapshotTrack snapshot) {
    if (snapshot.first() < past.first()) {
      return null;
    }
    return NaiveSum.of(
        past.at(snapshot.first() - 1),
        past.events(snapshot.first(), snapshot.last(), MOST_EVENTS),
        snapshot.firstRecord(),
        snapshot.lastComplete());
  }

  /** Somebody who knows says what was decided of a snapshot. */
  public synchronized void decided(String snapshot, SnapshotTrack.Decision decision) {
    SnapshotTrack track = snapshots.get(snapshot);
    if (track != null && track.decision == null) {
      boolean wasOpen = track.status().equals("UNDECIDED");
      track.decision = decision;
      if (wasOpen) {
        tell(track);
      }
    }
  }

  private void tell(SnapshotTrack decided) {
    listener.decided(decided);
    signal(new Signal.Decided(decided.id()));
  }

  /** Something is to be read. */
  public synchronized void notice(Notice notice) {
    signal(new Signal.Noticed(notice));
  }

  private void signal(Signal signal) {
    signals.add(signal);
    lastSignal++;
    if (signals.size() > MOST_SIGNALS) {
      signals.remove();
    }
    notifyAll();
  }

  // ------------------------------------------------------------------ reading

  /** What it is. */
  public LogInfo info() {
    return info;
  }

  /** What it is of. */
  public LogShape shape() {
    return shape;
  }

  /** What can be ordered in it. */
  public Orders orders() {
    return orders;
  }

  /** The oldest event that is kept; behind the newest if there is none. */
  public synchronized long first() {
    return past.first();
  }

  /** The newest event, or 0. */
  public synchronized long last() {
    return past.last();
  }

  /** When the oldest event that is kept was. */
  public synchronized long atFirst() {
    return past.atFirst();
  }

  /** When the newest event was. */
  public synchronized long atLast() {
    return past.now().at();
  }

  /** The state behind the newest event. */
  public synchronized LogState now() {
    return past.now().copy();
  }

  /** The state behind an event; null if that is not kept. */
  public synchronized @Nullable LogState at(long seq) {
    return seq < past.first() - 1 || seq > past.last() ? null : past.at(seq);
  }

  /** At most so many events behind a place that are of some kind. */
  public synchronized List<Event> after(long seq, int most, Predicate<Event> wanted) {
    List<Event> found = new ArrayList<>();
    for (long from = seq + 1; found.size() < most && from <= past.last(); ) {
      List<Event> events = past.events(from, Long.MAX_VALUE, MOST_IN_BATCH);
      if (events.isEmpty()) {
        break;
      }
      events.stream().filter(wanted).limit(most - found.size()).forEach(found::add);
      from = events.getLast().seq() + 1;
    }
    return found;
  }

  /** The events from one to another one, as far as they are kept. */
  public synchronized List<Event> between(long from, long to) {
    return past.events(from, to, MOST_EVENTS);
  }

  /** What is there behind a place; null if something of it is not kept any more. */
  public synchronized @Nullable Batch batch(long after) {
    if (after < past.first() - 1 || after > past.last()) {
      return null;
    }
    List<Event> events = past.events(after + 1, Long.MAX_VALUE, MOST_IN_BATCH);
    return new Batch(events, events.size() > MOST_SINGLE ? past.at(events.getLast().seq()) : null);
  }

  /** The place of the newest signal. */
  public synchronized long lastSignal() {
    return lastSignal;
  }

  /** The signals behind a place, as far as they are kept. */
  public synchronized Signals signals(long after) {
    List<Signal> all = new ArrayList<>(signals);
    long missed = Math.max(0, lastSignal - after);
    return new Signals(
        all.subList(Math.toIntExact(Math.max(0, all.size() - missed)), all.size()), lastSignal);
  }

  /** Whether there is no event and no signal behind these places. */
  public synchronized boolean isQuiet(long event, long signal) {
    return past.last() == event && lastSignal == signal;
  }

  /** Waits until there is an event or a signal behind these places, or the time is over. */
  public synchronized void await(long event, long signal, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (long left = millis;
        left > 0 && isQuiet(event, signal);
        left = (deadline - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  /** Has somebody look at the last snapshots while nothing changes in them. */
  public synchronized <T> T snapshots(int most, Function<List<SnapshotTrack>, T> reader) {
    return reader.apply(snapshots.last(most));
  }

  /** Has somebody look at one snapshot; null if it is not remembered. */
  public synchronized <T> @Nullable T snapshot(String id, Function<SnapshotTrack, T> reader) {
    SnapshotTrack track = snapshots.get(id);
    return track == null ? null : reader.apply(track);
  }

  /** What can be said of it from outside; null of one that still grows. */
  public synchronized @Nullable Verification verification() {
    EventLog log = whole;
    if (verification == null && log != null) {
      verification = Verification.of(log);
    }
    return verification;
  }
}
