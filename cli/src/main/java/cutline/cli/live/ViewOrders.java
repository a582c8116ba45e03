package cutline.cli.live;

import cutline.bank.BankConnection;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.attach.Attachment;
import cutline.cli.snapshots.Archivist;
import cutline.cli.text.NaiveText;
import cutline.cli.text.SnapshotText;
import cutline.console.log.Notice;
import cutline.console.log.Order;
import cutline.console.log.Orders;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Carries out what is ordered on the page of a bank that others have started. */
final class ViewOrders implements Orders, AutoCloseable {

  /** So many may be under way. */
  private static final int MOST = 8;

  /** How long a member that is there may take to answer. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Attachment bank;
  private final Archivist archivist;
  private final ShownLog log;
  private final Semaphore permits = new Semaphore(MOST);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /**
   * Nothing was ordered yet.
   *
   * @param archivist keeps the snapshots
   */
  ViewOrders(Attachment bank, Archivist archivist, ShownLog log) {
    this.bank = bank;
    this.archivist = archivist;
    this.log = log;
  }

  @Override
  public Set<Order.Kind> accepted() {
    return Collections.unmodifiableSet(EnumSet.of(Order.Kind.SNAPSHOT, Order.Kind.NAIVE));
  }

  @Override
  public boolean isPaused() {
    return false;
  }

  @Override
  public boolean give(Order order) {
    if (!permits.tryAcquire()) {
      return false;
    }
    Thread thread = Thread.ofVirtual().name("order of the page").unstarted(() -> run(order));
    threads.add(thread);
    thread.start();
    return true;
  }

  private void run(Order order) {
    boolean isSnapshot = order.kind() == Order.Kind.SNAPSHOT;
    try (BankConnection connection = bank.within(isSnapshot ? bank.timeout() : ANSWER).connect()) {
      if (isSnapshot) {
        snapshot(order, connection);
      } else {
        naive(order, connection);
      }
    } catch (InterruptedException e) {
      // The view has ended.
    } finally {
      permits.release();
      threads.remove(Thread.currentThread());
    }
  }

  private void snapshot(Order order, BankConnection connection) throws InterruptedException {
    String initiator = order.process();
    if (initiator == null) {
      SequencedMap<String, ?> there = connection.statuses(ANSWER, false);
      if (there.isEmpty()) {
        log.notice(Notice.of(order, false, "No member answers."));
        return;
      }
      initiator = there.firstEntry().getKey();
    }
    BankSnapshot taken = connection.snapshot(initiator, null);
    archivist.keep(bank.bank().id(), taken);
    log.decided(taken);
    String called = String.valueOf(taken.snapshot().id());
    log.notice(
        Notice.of(
            order,
            taken.snapshot().isComplete(),
            String.join("\n", SnapshotText.lines(called, taken))));
  }

  private void naive(Order order, BankConnection connection) throws InterruptedException {
    SequencedMap<String, Long> balances = connection.naiveBalances();
    List<String> lines =
        NaiveText.lines(bank.bank().total(), bank.bank().names(), balances, new TreeMap<>());
    log.notice(new Notice(String.join("\n", lines), order, true, balances));
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
