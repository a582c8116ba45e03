package cutline.runtime;

import java.util.List;

/** Drives a {@link Node} with a thread of its own and real time. */
public final class NodeDriver implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(NodeDriver.class.getName());

  private final Node<?, ?> node;
  private final Ticker ticker;
  private final Thread thread;
  private volatile boolean stopped;

  /** Starts to drive the node. */
  public NodeDriver(String name, Node<?, ?> node, Ticker ticker) {
    this.node = node;
    this.ticker = ticker;
    this.thread = Thread.ofPlatform().name("node " + name).daemon().start(this::run);
  }

  private void run() {
    try {
      while (!stopped && !node.isHalted()) {
        long wait = node.nextStep() - ticker.nanos();
        List<Event> events = node.mailbox().await(Math.max(0, wait));
        node.step(ticker.nanos(), events);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a bug in Cutline or in the application", e);
      node.halt("of a bug: " + e);
    }
  }

  /** Lets the step under way end, and starts no other one. */
  @Override
  public void close() {
    stopped = true;
    node.post(() -> {});
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
