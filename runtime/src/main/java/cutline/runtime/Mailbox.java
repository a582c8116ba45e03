package cutline.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What has happened to a process and is not yet handled, in order of arrival. Any thread may post;
 * one thread takes. It is bounded by its sources: a connection stops reading while too much of what
 * it brought is still here.
 */
final class Mailbox {

  /** How much one step handles at most, so that a commit is never far away. */
  static final int BATCH = 256;

  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private volatile Runnable onPost = () -> {};
  private volatile boolean closed;

  /** The action runs after each post, on the thread that posts. */
  void onPost(Runnable action) {
    onPost = action;
  }

  void post(Event event) {
    if (!closed) {
      events.add(event);
      onPost.run();
    }
  }

  /** Nobody will take anything any more: what is here is dropped, and what comes too. */
  void close() {
    closed = true;
    events.clear();
  }

  boolean isClosed() {
    return closed;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Counts what there is. */
  int size() {
    return events.size();
  }

  /** What there is now, at most a batch and what came together with its last part. */
  List<Event> drain() {
    List<Event> batch = new ArrayList<>();
    for (int size = 0; size < BATCH; size += size(batch.getLast())) {
      Event event = events.poll();
      if (event == null) {
        break;
      }
      batch.add(event);
    }
    return batch;
  }

  /** Each entry counts: many of them may come together. */
  private static int size(Event event) {
    return event instanceof Event.Arrived arrived ? Math.max(1, arrived.entries().size()) : 1;
  }
}
