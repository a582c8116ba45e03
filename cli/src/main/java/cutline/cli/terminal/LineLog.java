package cutline.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Log lines that never make their writer wait: a thread of its own writes them. If it cannot keep
 * up, lines are left out, and the log says how many.
 */
public final class LineLog implements AutoCloseable {

  private static final int CAPACITY = 8_192;

  private final ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong leftOut = new AtomicLong();
  private final Consumer<String> out;
  private final Thread writer;
  private volatile boolean closed;

  public static LineLog onStandardError() {
    return new LineLog(System.err);
  }

  public LineLog(PrintStream out) {
    this(text -> {
      out.println(text);
      out.flush();
    });
  }

  /**
   * A log that goes elsewhere.
   *
   * @param out is given one or more lines at a time, without the last line's end
   */
  public LineLog(Consumer<String> out) {
    this.out = out;
    this.writer = Thread.ofPlatform().name("log").daemon().start(this::write);
  }

  public void line(String line) {
    if (!lines.offer(line)) {
      leftOut.incrementAndGet();
    }
  }

  private void write() {
    List<String> batch = new ArrayList<>();
    try {
      while (!closed || !lines.isEmpty()) {
        batch.add(lines.take());
        lines.drainTo(batch);
        batch.removeIf(String::isEmpty);
        long missing = leftOut.getAndSet(0);
        if (missing > 0) {
          batch.add("(%,d lines left out)".formatted(missing));
        }
        if (!batch.isEmpty()) {
          out.accept(String.join("\n", batch));
        }
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what is there, for at most a second. */
  @Override
  public void close() {
    closed = true;
    line("");
    try {
      writer.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
