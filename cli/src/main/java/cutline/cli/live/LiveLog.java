package cutline.cli.live;

import cutline.trace.Collector;
import cutline.trace.Event;
import cutline.trace.LogHeader;
import cutline.trace.Observation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One log of several processes while they work, for whoever takes it. */
public final class LiveLog {

  /** Takes what happens, in a causal order. */
  public interface Sink {

    /**
     * This is the bank; before any event.
     *
     * @param opening what members begin with, as far as that is known
     */
    void begin(LogHeader header, Map<String, Long> opening);

    /** There is one more event. */
    void event(Event event);

    /** Nothing more comes for the moment. */
    void pause();

    /** Nothing more will come. */
    void end();
  }

  /** So many events wait at most for what caused them. */
  private static final int MOST_HELD = 100_000;

  private final List<Sink> sinks;
  private final long start = now();
  private @Nullable Collector collector;
  private boolean ended;

  /** A log of which nothing is there yet. */
  public LiveLog(List<? extends Sink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  /** This moment, in microseconds since 1970. */
  public static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /**
   * This is the bank; before anything else.
   *
   * @param opening what members begin with, as far as that is known
   */
  public synchronized void begin(LogHeader header, Map<String, Long> opening) {
    sinks.forEach(sink -> sink.begin(header, opening));
    collector =
        new Collector(
            header.processes(),
            header.order(),
            MOST_HELD,
            event -> sinks.forEach(sink -> sink.event(event)));
  }

  /** Takes what a process has done, behind what it had done before; in time since 1970. */
  public synchronized void take(Observation each) {
    if (collector != null && !ended) {
      collector.take(
          new Observation(each.process(), Math.max(0, each.at() - start), each.action()));
    }
  }

  /** Nothing more comes for the moment. */
  public synchronized void pause() {
    sinks.forEach(Sink::pause);
  }

  /** Waits no longer for what was missing already when this was called last. */
  public synchronized void letGo() {
    if (collector != null && !ended) {
      collector.letGo();
    }
  }

  /** Nothing more is taken; what was waited for goes out without that. */
  public synchronized void stop() {
    if (collector != null && !ended) {
      collector.finish();
    }
    ended = true;
  }

  /** Nothing more will come. */
  public synchronized void end() {
    stop();
    sinks.forEach(Sink::end);
  }
}
