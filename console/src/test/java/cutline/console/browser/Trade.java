package cutline.console.browser;

import cutline.console.log.WatchedLog;
import cutline.core.ChannelOrder;
import cutline.trace.Action;
import cutline.trace.Collector;
import cutline.trace.Observation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Branches that send each other money, as a log hears of them. */
final class Trade implements AutoCloseable {

  private static final long TURN = 20_000_000;

  private record OnItsWay(int from, int to, String message, long amount, long dueAt) {}

  private final Collector collector;
  private final List<String> names;
  private final long[] balances;
  private final int perSecond;
  private final long delay;
  private final Random random = new Random(7);
  private final Deque<OnItsWay> underWay = new ArrayDeque<>();
  private final long begun = System.nanoTime();
  private final Thread thread;
  private long number;
  private volatile boolean stopped;

  /**
   * Begins.
   *
   * @param each what every branch began with
   * @param perSecond transfers of all branches together
   * @param delay how long each takes, in microseconds
   */
  Trade(WatchedLog log, long each, int perSecond, long delay) {
    this.collector = new Collector(log.shape().processes(), ChannelOrder.FIFO, 100_000, log::add);
    this.names = log.shape().processes().names();
    this.balances = new long[names.size()];
    java.util.Arrays.fill(balances, each);
    this.perSecond = perSecond;
    this.delay = delay;
    this.thread = Thread.ofPlatform().name("trade").start(this::run);
  }

  private void run() {
    double owed = 0;
    for (long turn = begun; !stopped; turn += TURN) {
      long wait = turn - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      owed += perSecond * (TURN / 1e9);
      for (; owed >= 1; owed--) {
        send();
      }
      long now = now();
      while (!underWay.isEmpty() && underWay.peek().dueAt() <= now) {
        receive(underWay.remove());
      }
    }
  }

  private void send() {
    int from = random.nextInt(names.size());
    int to = (from + 1 + random.nextInt(names.size() - 1)) % names.size();
    long amount = 1L + random.nextInt(20);
    if (balances[from] < amount) {
      return;
    }
    balances[from] -= amount;
    number++;
    String message = "0." + number;
    observe(from, new Action.Send(names.get(to), message, amount, balances[from]));
    underWay.add(new OnItsWay(from, to, message, amount, now() + delay));
  }

  private void receive(OnItsWay money) {
    balances[money.to()] += money.amount();
    observe(
        money.to(),
        new Action.Receive(
            names.get(money.from()),
            money.message(),
            money.amount(),
            balances[money.to()],
            List.of()));
  }

  private void observe(int process, Action action) {
    collector.take(new Observation(names.get(process), now(), action));
  }

  private long now() {
    return (System.nanoTime() - begun) / 1_000;
  }

  /** No more happens; what was in flight stays there. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
