package cutline.cli.watch;

import cutline.bank.BankConnection;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.attach.Attachment;
import cutline.cli.attach.OrderCommand;
import cutline.cli.command.CommandException;
import cutline.cli.snapshots.Archivist;
import cutline.runtime.Ticker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * What the keys of a view set going. Each errand has a thread and a connection of its own, so that
 * the view goes on meanwhile.
 */
final class WatchErrands implements AutoCloseable {

  private static final int MOST_SNAPSHOTS = 8;

  private final Attachment bank;
  private final WatchModel model;
  private final Archivist archivist;
  private final Ticker ticker;
  private final Consumer<Throwable> bugs;
  private final Semaphore snapshots = new Semaphore(MOST_SNAPSHOTS);
  private final Semaphore orders = new Semaphore(1);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /**
   * Nothing is on its way yet.
   *
   * @param archivist keeps the snapshots
   * @param bugs is told what should never happen
   */
  WatchErrands(
      Attachment bank,
      WatchModel model,
      Archivist archivist,
      Ticker ticker,
      Consumer<Throwable> bugs) {
    this.bank = bank;
    this.model = model;
    this.archivist = archivist;
    this.ticker = ticker;
    this.bugs = bugs;
  }

  /** Something that takes a while. */
  private interface Errand {
    void run() throws CommandException, InterruptedException;
  }

  void snapshot() {
    String from = model.selectedOrFirst();
    if (from == null) {
      say("no member answers");
    } else if (!snapshots.tryAcquire()) {
      say(MOST_SNAPSHOTS + " snapshots are on their way, which is as many as there may be");
    } else {
      int number = model.begin(from);
      start(snapshots, () -> take(number, from));
    }
  }

  private void take(int number, String from) throws InterruptedException {
    try (BankConnection connection = bank.connect()) {
      BankSnapshot taken =
          connection.snapshot(from, (_, arrived, all) -> model.markers(number, arrived, all));
      archivist.keep(bank.bank().id(), taken);
      model.end(number, taken);
    }
  }

  void pauseOrResume() {
    boolean paused = !model.isPaused();
    order(() -> {
      try (BankConnection connection = bank.connect()) {
        int told = connection.pause(paused).size();
        say(
            told == 0
                ? "no member answers"
                : paused ? "paused: no new transfers until p" : "transfers go on");
      }
    });
  }

  /** Kills or restarts the selected member. */
  void give(String order) {
    String name = model.selected();
    if (bank.supervisor() == null) {
      say("only the branches of a demo can be killed and restarted");
    } else if (name == null) {
      say("select a branch first (↑ ↓)");
    } else {
      order(() -> say(OrderCommand.give(bank.supervisor(), order, name)));
    }
  }

  private void order(Errand errand) {
    if (orders.tryAcquire()) {
      start(orders, errand);
    } else {
      say("still busy with what you wanted before");
    }
  }

  private void start(Semaphore permits, Errand errand) {
    Thread thread = Thread.ofVirtual().name("watch-errand").unstarted(() -> run(permits, errand));
    threads.add(thread);
    thread.start();
  }

  private void run(Semaphore permits, Errand errand) {
    try {
      errand.run();
    } catch (CommandException e) {
      say(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      // The view has ended, and so does this.
    } catch (RuntimeException | Error e) {
      bugs.accept(e);
    } finally {
      permits.release();
      threads.remove(Thread.currentThread());
    }
  }

  private void say(String sentence) {
    model.say(sentence, ticker.nanos());
  }

  /** Gives up what is not done. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
