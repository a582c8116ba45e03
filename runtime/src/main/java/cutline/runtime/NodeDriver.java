package cutline.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Drives a {@link Node} in real time, on one thread. If that is the thread that brings the node's
 * messages, a step follows what came together without another thread having to wake up.
 */
public final class NodeDriver implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(NodeDriver.class.getName());

  private final Node<?, ?> node;
  private final ScheduledExecutorService executor;
  private final boolean ownsExecutor;
  private final Ticker ticker;

  private final AtomicBoolean turnDue = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile @Nullable Thread thread;
  private @Nullable Future<?> timer;
  private long timerAt;

  /**
   * Drives the node on a thread that others use too.
   *
   * @param executor of one thread; it runs what is scheduled after what was submitted before
   */
  public NodeDriver(Node<?, ?> node, ScheduledExecutorService executor, Ticker ticker) {
    this(node, executor, false, ticker);
  }

  /** Drives the node on a thread of its own. */
  public NodeDriver(String name, Node<?, ?> node, Ticker ticker) {
    this(
        node,
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("node " + name).daemon().factory()),
        true,
        ticker);
  }

  private NodeDriver(
      Node<?, ?> node, ScheduledExecutorService executor, boolean ownsExecutor, Ticker ticker) {
    this.node = node;
    this.executor = executor;
    this.ownsExecutor = ownsExecutor;
    this.ticker = ticker;
    node.mailbox().onPost(this::wake);
    wake();
  }

  private void wake() {
    if (turnDue.compareAndSet(false, true)) {
      try {
        executor.execute(this::turn);
      } catch (RejectedExecutionException e) {
        // The thread has ended, and with it the node's life here.
      }
    }
  }

  private void turn() {
    turnDue.set(false);
    if (stopped || node.isHalted()) {
      return;
    }
    thread = Thread.currentThread();
    try {
      node.step(ticker.nanos());
      planNextTurn();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a bug in Cutline or in the application", e);
      node.halt(
          HaltCause.BUG,
          "there is a bug in Cutline or in the application: " + Untrusted.line(e.toString()));
    }
  }

  /** By a timer even if it is due at once, so that others get their turn on this thread. */
  private void planNextTurn() {
    long at = node.mailbox().isEmpty() ? node.nextStep() : 0;
    if (stopped || at == Long.MAX_VALUE || (timer != null && timerAt <= at)) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerAt = at;
    long now = ticker.nanos();
    long wait = at <= now ? 0 : at - now;
    timer = executor.schedule(this::timedTurn, wait, TimeUnit.NANOSECONDS);
  }

  /** What is running now is not done, and yet plans nothing any more. */
  private void timedTurn() {
    timer = null;
    turn();
  }

  /** Lets the step under way end, unless it is that step that calls, and starts no other one. */
  @Override
  public void close() {
    stopped = true;
    boolean within = Thread.currentThread().equals(thread);
    try {
      if (!within) {
        executor.submit(() -> {}).get();
      }
      if (ownsExecutor) {
        executor.shutdownNow();
        if (!within) {
          executor.awaitTermination(1, TimeUnit.MINUTES);
        }
      }
    } catch (RejectedExecutionException | ExecutionException e) {
      // No thread, no step.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
