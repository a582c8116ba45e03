package cutline.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/**
 * What has happened to a process and is not yet handled, in order of arrival. Any thread may post;
 * one thread takes. It is bounded by its sources: a connection stops reading while too much of what
 * it brought is still here.
 */
final class Mailbox {

  /** How much one step handles at most, so that a commit is never far away. */
  private static final int BATCH = 1_024;

  private final LinkedTransferQueue<Event> events = new LinkedTransferQueue<>();

  void post(Event event) {
    events.add(event);
  }

  /** What there is now, at most a batch. */
  List<Event> drain() {
    List<Event> batch = new ArrayList<>();
    events.drainTo(batch, BATCH);
    return batch;
  }

  /** Waits until there is something, at most so long; then takes at most a batch. */
  List<Event> await(long nanos) throws InterruptedException {
    List<Event> batch = new ArrayList<>();
    Event first = events.poll(nanos, TimeUnit.NANOSECONDS);
    if (first != null) {
      batch.add(first);
      events.drainTo(batch, BATCH - 1);
    }
    return batch;
  }
}
