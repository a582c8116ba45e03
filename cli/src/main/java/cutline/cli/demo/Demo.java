package cutline.cli.demo;

import cutline.bank.BankDefinition;
import cutline.bank.Controller;
import cutline.bank.ControllerException;
import cutline.bank.ControllerLog;
import cutline.bank.ControllerOptions;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.command.Addresses;
import cutline.cli.command.Interrupts;
import cutline.cli.command.LibraryLog;
import cutline.cli.live.ShownLog;
import cutline.cli.running.RunningBanks;
import cutline.cli.snapshots.ArchiveChoice;
import cutline.cli.snapshots.Archivist;
import cutline.cli.text.BankTitle;
import cutline.cli.text.NaiveText;
import cutline.cli.web.WebPage;
import cutline.console.log.Notice;
import cutline.console.log.WatchedLog;
import cutline.runtime.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The demo as a conversation with a person at a terminal. The command's thread reads lines, a
 * second one carries them out in their order, and snapshots have threads of their own.
 */
final class Demo {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_WAITING = 1_000;

  private final DemoBank bank;
  private final long seed;
  private final String again;
  private final DemoConsole console;
  private final RunDirectory run;
  private final Archivist archivist;
  private final ShownLog log;
  private final InstantSource clock = Clock.systemUTC();
  private final DemoReport report = new DemoReport(clock);
  private final DemoSnapshots snapshots;
  private final Thread command = Thread.currentThread();
  private final AtomicReference<@Nullable Throwable> bug = new AtomicReference<>();
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("orders").factory(),
          new ThreadPoolExecutor.CallerRunsPolicy());

  /**
   * A conversation about this bank.
   *
   * @param again the command that does the same again
   * @param run where its report is written
   * @param archive where its snapshots are archived; null for a place beside the report
   * @param log what happens in the bank
   */
  Demo(
      DemoBank bank,
      long seed,
      String again,
      DemoConsole console,
      RunDirectory run,
      @Nullable Path archive,
      ShownLog log) {
    this.bank = bank;
    this.seed = seed;
    this.again = again;
    this.console = console;
    this.run = run;
    this.log = log;
    this.archivist =
        archive == null
            ? new Archivist(() -> ArchiveChoice.in(run.make().resolve("snapshots")), this::say)
            : ArchiveChoice.archivist(archive, this::say);
    this.snapshots = new DemoSnapshots(bank, clock, new Listener());
  }

  /** Goes on until the person wants to end it; gives the exit code. */
  int run(Interrupts interrupts, @Nullable WebPage page)
      throws ControllerException, InterruptedException {
    LibraryLog.to(this::say);
    BankDefinition definition = bank.definition();
    String title =
        BankTitle.of(definition.members().size(), definition.total(), seed, bank.protocol());
    console.say(page == null ? title : title + " · console " + page.url());
    deal(definition);
    if (page != null) {
      console.say(page.lines());
    }
    console.say(DemoText.opening(definition));
    console.sayFaintly(DemoText.KEYS);
    bank.tell(this::say);
    boolean interrupted = false;
    try (DemoOrders orders =
            new DemoOrders(bank, snapshots, log::notice, this::sayHere, this::failed);
        DemoSupervision _ =
            new DemoSupervision(
                new RunningBanks(), bank.address(), this::fromElsewhere, this::say)) {
      log.obey(orders);
      converse();
    } catch (InterruptedException e) {
      interrupts.typed();
      interrupted = true;
    }
    interrupted |= !end();
    rethrowBug();
    writeReport(title);
    return report.exitCode(interrupted ? interrupts.exitCode() : 0);
  }

  private void deal(BankDefinition definition) throws ControllerException, InterruptedException {
    ControllerLog quiet =
        new ControllerLog() {
          @Override
          public void waiting(List<String> branches) {}

          @Override
          public void running(BankDefinition dealt, boolean attached) {}

          @Override
          public void snapshot(int number, BankSnapshot snapshot) {}
        };
    try (Controller controller =
        new Controller(
            definition,
            new ControllerOptions(0, Duration.ZERO, TIMEOUT, seed),
            bank.network().transport(Addresses.of(definition.members())),
            Ticker.system(),
            clock,
            new SecureRandom().nextLong(),
            quiet)) {
      controller.deal();
    }
  }

  /** Reads lines until one of them ends it, or there are no more. */
  private void converse() throws InterruptedException {
    for (String line = console.readLine(); line != null; line = console.readLine()) {
      DemoOrder order = DemoOrder.parse(line, bank.definition().names());
      if (order instanceof DemoOrder.Quit) {
        return;
      }
      if (!(order instanceof DemoOrder.Nothing)) {
        String typed = line;
        worker.execute(() ->
            guarded(() -> {
              report.note(List.of("> " + typed.strip()));
              obey(order);
            }));
      }
    }
  }

  private void obey(DemoOrder order) throws InterruptedException {
    switch (order) {
      case DemoOrder.Snapshot snapshot -> {
        String refusal = snapshots.start(snapshot.initiator());
        if (refusal != null) {
          say(refusal);
        }
      }
      case DemoOrder.Naive _ ->
          say(
              NaiveText.lines(
                  bank.definition().total(),
                  bank.definition().names(),
                  bank.naiveBalances(),
                  bank.absent()));
      case DemoOrder.Back back -> {
        BankSnapshot snapshot = snapshots.result(back.number());
        say(
            snapshot == null
                ? "There is no complete snapshot %d to go back to".formatted(back.number())
                : bank.back(back.number(), snapshot).sentence());
      }
      case DemoOrder.Kill kill -> say(bank.kill(kill.branch()).sentence());
      case DemoOrder.Restart restart -> say(bank.restart(restart.branch()).sentence());
      case DemoOrder.Pause _ -> say(bank.togglePause() ? DemoText.PAUSED : DemoText.GOING_ON);
      case DemoOrder.Help _ -> console.say(DemoText.HELP);
      case DemoOrder.Wrong wrong -> say(wrong.sentence());
      case DemoOrder.Quit _, DemoOrder.Nothing _ -> {}
    }
  }

  /** What another terminal has ordered is done in its turn, and told here too. */
  private DemoBank.Answer fromElsewhere(DemoOrder order) {
    CompletableFuture<DemoBank.Answer> answer = new CompletableFuture<>();
    worker.execute(() ->
        guarded(() -> {
          try {
            DemoBank.Answer done =
                switch (order) {
                  case DemoOrder.Kill kill -> bank.kill(kill.branch());
                  case DemoOrder.Restart restart -> bank.restart(restart.branch());
                  default -> throw new IllegalArgumentException(order.toString());
                };
            if (done.done()) {
              say("From another terminal: " + done.sentence());
            }
            answer.complete(done);
          } finally {
            answer.complete(DemoBank.Answer.no("the demo is ending"));
          }
        }));
    return answer.join();
  }

  @FunctionalInterface
  private interface Action {
    void run() throws InterruptedException;
  }

  private void guarded(Action action) {
    try {
      action.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void failed(Throwable e) {
    bug.compareAndSet(null, e);
    command.interrupt();
  }

  private void rethrowBug() {
    Throwable e = bug.get();
    if (e != null) {
      throw new IllegalStateException("the demo cannot go on", e);
    }
  }

  /** Does what was asked for before, as long as nobody interrupts that; true if nobody did. */
  private boolean end() {
    worker.shutdown();
    boolean done = false;
    try {
      while (!worker.awaitTermination(1, TimeUnit.HOURS)) {}
      int underWay = snapshots.underWay();
      if (underWay > 0) {
        console.say(DemoText.drains(underWay));
      }
      snapshots.drain();
      done = true;
    } catch (InterruptedException e) {
      worker.shutdownNow();
    }
    bank.tell(_ -> {});
    snapshots.close();
    return done;
  }

  private void writeReport(String title) {
    if (!report.isWorthWriting()) {
      return;
    }
    try {
      List<String> head = List.of(title, "Reproduce: " + again);
      Path directory = report.write(run, head);
      WatchedLog shown = log.log();
      List<String> files =
          shown == null ? List.of() : DemoFiles.write(directory, shown, title, report.text(head));
      console.say("Report ./%s/: %s".formatted(directory, String.join(" ", files)));
    } catch (IOException e) {
      console.say("The report could not be written: " + e);
    }
    console.say("Reproduce: " + again);
  }

  private void say(String line) {
    say(List.of(line));
  }

  private void say(List<String> lines) {
    log.notice(Notice.of(String.join("\n", lines)));
    sayHere(lines);
  }

  /** What those at the page know already. */
  private void sayHere(List<String> lines) {
    report.note(lines);
    console.say(lines);
  }

  /** Passes on how snapshots go. */
  private final class Listener implements DemoSnapshots.Listener {

    @Override
    public void waits(String sentence) {
      say(sentence);
    }

    @Override
    public void progress(List<String> lines) {
      console.show(lines);
    }

    @Override
    public void ended(int number, BankSnapshot snapshot, SequencedMap<String, Duration> dead) {
      report.snapshot(number, snapshot);
      log.decided(snapshot);
      archivist.keep(bank.definition().id(), snapshot);
      console.say(DemoText.afterWait(number, snapshot, dead));
    }

    @Override
    public void failed(Throwable failure) {
      Demo.this.failed(failure);
    }
  }
}
