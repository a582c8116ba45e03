package cutline.cli.demo;

import cutline.bank.BankDefinition;
import cutline.cli.text.NaiveText;
import cutline.console.log.Notice;
import cutline.console.log.Order;
import cutline.console.log.Orders;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out what is ordered on the demo's page, one after the other. */
final class DemoOrders implements Orders, AutoCloseable {

  private static final int MOST_WAITING = 64;

  private final DemoBank bank;
  private final @Nullable DemoSnapshots snapshots;
  private final Consumer<Notice> notices;
  private final Consumer<List<String>> told;
  private final Consumer<Throwable> bugs;
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("orders of the page").factory());

  /**
   * Carries out orders.
   *
   * @param snapshots takes them; null if others do that all the time
   * @param notices takes what people at the page are to read
   * @param told takes what those at the terminal are to read, too
   * @param bugs takes what must not happen
   */
  DemoOrders(
      DemoBank bank,
      @Nullable DemoSnapshots snapshots,
      Consumer<Notice> notices,
      Consumer<List<String>> told,
      Consumer<Throwable> bugs) {
    this.bank = bank;
    this.snapshots = snapshots;
    this.notices = notices;
    this.told = told;
    this.bugs = bugs;
  }

  @Override
  public Set<Order.Kind> accepted() {
    Set<Order.Kind> kinds = EnumSet.allOf(Order.Kind.class);
    if (snapshots == null) {
      kinds.remove(Order.Kind.SNAPSHOT);
    }
    return Collections.unmodifiableSet(kinds);
  }

  @Override
  public boolean isPaused() {
    return bank.isPaused();
  }

  @Override
  public boolean give(Order order) {
    try {
      worker.execute(() -> {
        try {
          carryOut(order);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
          bugs.accept(e);
        }
      });
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void carryOut(Order order) throws InterruptedException {
    String process = order.process();
    switch (order.kind()) {
      case SNAPSHOT -> snapshot(order);
      case NAIVE -> naive(order);
      case KILL -> tell(order, bank.kill(String.valueOf(process)));
      case RESTART -> tell(order, bank.restart(String.valueOf(process)));
      case PAUSE, RESUME -> {
        boolean pause = order.kind() == Order.Kind.PAUSE;
        bank.pauseTransfers(pause);
        tell(order, new DemoBank.Answer(true, pause ? DemoText.PAUSED : DemoText.GOING_ON));
      }
    }
  }

  /** A snapshot is told of by its events, and by the terminal's own lines; here only a refusal. */
  private void snapshot(Order order) {
    String refusal =
        snapshots == null ? "Snapshots are taken all the time." : snapshots.start(order.process());
    if (refusal != null) {
      notices.accept(Notice.of(order, false, refusal));
    }
  }

  private void naive(Order order) throws InterruptedException {
    BankDefinition definition = bank.definition();
    SequencedMap<String, Long> balances = bank.naiveBalances();
    List<String> lines =
        NaiveText.lines(definition.total(), definition.names(), balances, bank.absent());
    notices.accept(new Notice(String.join("\n", lines), order, true, balances));
    told.accept(lines);
  }

  private void tell(Order order, DemoBank.Answer answer) {
    notices.accept(Notice.of(order, answer.done(), answer.sentence()));
    if (answer.done()) {
      told.accept(List.of("From the page: " + answer.sentence()));
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
