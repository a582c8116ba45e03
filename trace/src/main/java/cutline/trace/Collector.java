package cutline.trace;

import cutline.core.Channel;
import cutline.core.ChannelOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is observed of several processes into a causal order. It takes the observations of
 * each process in that process's own order, and those of different processes in any order; gives
 * each its vector clock, and holds the receipt of a message back until the sending of it has come
 * (by channel and id). The clocks do not depend on how the observations were mixed.
 *
 * <p>What it holds is bounded. Where something is missing, because it was never observed, died with
 * a process or did not fit in here, a {@link Action.Gap} says so, and the rest goes on.
 */
public final class Collector {

  private final Processes processes;
  private final ChannelOrder order;
  private final int limit;
  private final Consumer<Event> sink;
  private final List<Line> lines = new ArrayList<>();
  private final Map<Channel, Sendings> channels = new HashMap<>();
  private final Deque<Line> ready = new ArrayDeque<>();
  private int held;
  private int underWay;
  private long seq;

  /** One process: what it knows, and what waits for its turn. */
  private static final class Line {
    final int process;
    final Deque<Observation> waiting = new ArrayDeque<>();
    VectorClock clock;

    /** How many have come; how many of them had when {@link #letGo} was called last. */
    long taken;

    long mark;

    Line(int process, VectorClock clock) {
      this.process = process;
      this.clock = clock;
    }

    /** Whether the first that waits has done so since then. */
    boolean isStale() {
      return taken - waiting.size() < mark;
    }
  }

  /** What was sent on a channel and has not been received yet, in order. */
  private static final class Sendings {
    final Map<String, VectorClock> clocks = new LinkedHashMap<>();

    /** Whether sendings are missing. */
    boolean incomplete;

    /**
     * The first that has come behind those that are missing; on a FIFO channel until it is
     * received.
     */
    @Nullable String behindGap;
  }

  /**
   * A collector to which nothing has come yet.
   *
   * @param order of the channels
   * @param limit the most observations that it holds back, and the most messages whose receipt it
   *     waits for; at least 1
   * @param sink takes the events, in order
   */
  public Collector(Processes processes, ChannelOrder order, int limit, Consumer<Event> sink) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of " + limit);
    }
    this.processes = processes;
    this.order = order;
    this.limit = limit;
    this.sink = sink;
    for (int process = 0; process < processes.size(); process++) {
      lines.add(new Line(process, VectorClock.zero(processes)));
    }
  }

  /**
   * Takes the next observation of a process.
   *
   * @throws IllegalArgumentException if the process is not one of this collector's
   */
  public void take(Observation observation) {
    Line line = line(observation.process());
    line.waiting.add(observation);
    line.taken++;
    held++;
    ready.add(line);
    goOn();
    while (held > limit) {
      giveUpOldest("too many events wait for the sending of ");
    }
  }

  /**
   * Lets go, with gaps, of what was held back already when this was called last. Who calls it at
   * intervals waits for no sending for longer than two of them.
   */
  public void letGo() {
    Line oldest = oldest(Line::isStale);
    while (oldest != null) {
      giveUp(oldest, "the log does not have the sending of ");
      oldest = oldest(Line::isStale);
    }
    lines.forEach(line -> line.mark = line.taken);
  }

  /** Nothing more will come: what is held back goes out, with gaps where something is missing. */
  public void finish() {
    while (held > 0) {
      giveUpOldest("the log does not have the sending of ");
    }
  }

  private Line line(String process) {
    int number = processes.number(process);
    if (number < 0) {
      throw new IllegalArgumentException("there is no process " + process);
    }
    return lines.get(number);
  }

  // ---------------------------------------------------------------- order

  private void goOn() {
    for (Line line = ready.poll(); line != null; line = ready.poll()) {
      for (Observation next = line.waiting.peek(); next != null; next = line.waiting.peek()) {
        if (next.action() instanceof Action.Incoming incoming) {
          Sendings sendings = sendings(incoming.from(), next.process());
          VectorClock sent = sendings.clocks.remove(incoming.message());
          if (sent != null) {
            underWay--;
            line.clock = line.clock.merge(sent);
            if (order == ChannelOrder.FIFO && incoming.message().equals(sendings.behindGap)) {
              sendings.behindGap = null;
            }
          } else if (isMissing(incoming, sendings)) {
            gap(line, next, "the log does not have the sending of " + named(next, incoming));
          } else {
            break;
          }
        }
        emitNext(line);
      }
    }
  }

  /** Whether the sending of this one is among those that are missing. */
  private boolean isMissing(Action.Incoming incoming, Sendings sendings) {
    String behind = sendings.behindGap;
    return behind != null
        && (order == ChannelOrder.FIFO || MessageNumber.isBefore(incoming.message(), behind));
  }

  private void emitNext(Line line) {
    Observation observation = line.waiting.remove();
    held--;
    emit(line, observation.at(), observation.action());
    switch (observation.action()) {
      case Action.Outgoing outgoing -> sent(line, observation, outgoing);
      // What was not told yet died with the process.
      case Action.Gap _, Action.Restart _, Action.Restore _ -> {
        for (String peer : processes.names()) {
          missed(sendings(observation.process(), peer));
        }
      }
      default -> {}
    }
  }

  private void sent(Line line, Observation observation, Action.Outgoing outgoing) {
    Line receiver = line(outgoing.to());
    Sendings sendings = sendings(observation.process(), outgoing.to());
    if (sendings.incomplete && sendings.behindGap == null) {
      sendings.behindGap = outgoing.message();
    }
    if (sendings.clocks.put(outgoing.message(), line.clock) == null) {
      underWay++;
    }
    if (underWay > limit) {
      forget(sendings);
    }
    ready.add(receiver);
  }

  private void forget(Sendings sendings) {
    String oldest = sendings.clocks.keySet().iterator().next();
    sendings.clocks.remove(oldest);
    underWay--;
    missed(sendings);
  }

  private static void missed(Sendings sendings) {
    sendings.incomplete = true;
    sendings.behindGap = null;
  }

  /** The receipt that waits longest goes out without a sending. */
  private void giveUpOldest(String reason) {
    Line oldest = oldest(_ -> true);
    if (oldest == null) {
      throw new IllegalStateException(held + " observations are held, and none is there");
    }
    giveUp(oldest, reason);
  }

  /** That of some lines whose first one that waits is the oldest; null if none waits. */
  private @Nullable Line oldest(Predicate<Line> among) {
    return lines.stream()
        .filter(line -> !line.waiting.isEmpty() && among.test(line))
        .min(Comparator.comparingLong(line -> line.waiting.element().at()))
        .orElse(null);
  }

  private void giveUp(Line line, String reason) {
    Observation observation = line.waiting.element();
    if (observation.action() instanceof Action.Incoming incoming) {
      gap(line, observation, reason + named(observation, incoming));
    }
    emitNext(line);
    ready.add(line);
    goOn();
  }

  private static String named(Observation observation, Action.Incoming incoming) {
    return "%s on %s"
        .formatted(incoming.message(), new Channel(incoming.from(), observation.process()));
  }

  private void gap(Line line, Observation observation, String reason) {
    emit(line, observation.at(), new Action.Gap(reason));
  }

  private void emit(Line line, long at, Action action) {
    line.clock = line.clock.next(line.process);
    sink.accept(new Event(++seq, at, processes.names().get(line.process), line.clock, action));
  }

  private Sendings sendings(String from, String to) {
    return channels.computeIfAbsent(new Channel(from, to), _ -> new Sendings());
  }
}
