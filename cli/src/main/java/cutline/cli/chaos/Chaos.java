package cutline.cli.chaos;

import cutline.bank.wire.Status;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.runtime.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Carries out a plan of faults on a bank of which snapshots are taken meanwhile. */
final class Chaos implements AutoCloseable {

  /** How long it may take, beside the snapshots under way, until all money has arrived. */
  private static final Duration DRAIN = Duration.ofSeconds(60);

  /** So many faults come one upon the other, before the bank is left alone for a snapshot. */
  private static final int BURST = 6;

  private static final Duration POLL = Duration.ofMillis(20);

  private static final Duration END = Duration.ofSeconds(10);

  private final ChaosBank bank;
  private final ChaosPlan plan;
  private final Consumer<String> progress;
  private final ChaosTally tally = new ChaosTally();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Ticker ticker = Ticker.system();
  private final AtomicInteger kills = new AtomicInteger();

  /**
   * @param progress is told, in a line, of each kill, and of each snapshot without a result
   */
  Chaos(ChaosBank bank, ChaosPlan plan, Consumer<String> progress) {
    this.bank = bank;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Does all of it.
   *
   * @throws CommandException if a branch ends by itself or cannot be started
   */
  ChaosReport run(long seed) throws CommandException, InterruptedException {
    long begun = ticker.nanos();
    ChaosSnapshots snapshots = new ChaosSnapshots(bank, tally, progress);
    List<Future<Void>> askers = begin(snapshots.askers());
    for (int first = 0; first < plan.faults().size(); first += BURST) {
      int end = Math.min(first + BURST, plan.faults().size());
      awaitAll(harm(plan.faults().subList(first, end)));
      awaitSnapshot(snapshots.longest());
    }
    snapshots.end();
    awaitAll(askers);
    SequencedMap<String, Status> statuses = bank.settle(snapshots.longest().plus(DRAIN));
    return new ChaosReport(
        bank.protocol(),
        bank.names().size(),
        seed,
        plan,
        bank.total(),
        Duration.ofNanos(ticker.nanos() - begun),
        tally.counts(),
        bank.damage(),
        ChaosAudit.of(bank.names(), statuses));
  }

  private List<Future<Void>> begin(List<Callable<Void>> tasks) {
    return tasks.stream().map(threads::submit).toList();
  }

  /** On a slow machine somebody would always be dead otherwise, and no snapshot ever complete. */
  private void awaitSnapshot(Duration patience) throws InterruptedException {
    int before = tally.counts().complete();
    long deadline = ticker.nanos() + patience.toNanos();
    while (tally.counts().complete() == before && ticker.nanos() < deadline) {
      Thread.sleep(POLL.toMillis());
    }
  }

  /** Begins these faults; gives their ends. */
  private List<Future<Void>> harm(List<ChaosPlan.Fault> faults)
      throws CommandException, InterruptedException {
    List<Future<Void>> ends = new ArrayList<>();
    for (ChaosPlan.Fault fault : faults) {
      Thread.sleep(fault.after().toMillis());
      bank.requireHealth();
      awaitAll(ends.stream().filter(Future::isDone).toList());
      ChaosBranch branch = bank.branch(fault.branch());
      branch.beginFault();
      if (fault.kind().kills() > 0) {
        kill(branch);
      }
      ends.add(threads.submit(() -> goOn(branch, fault)));
    }
    return ends;
  }

  private Void goOn(ChaosBranch branch, ChaosPlan.Fault fault)
      throws IOException, CommandException, InterruptedException {
    try {
      switch (fault.kind()) {
        case KILL -> restart(branch, fault.lasting());
        case KILL_TWICE -> {
          Thread.sleep(fault.lasting().toMillis());
          branch.start();
          Thread.sleep(fault.lasting().toMillis());
          kill(branch);
          restart(branch, Duration.ZERO);
        }
        case STOP -> branch.freeze(fault.lasting());
        case CUT -> branch.relay().cut();
        case STALL -> {
          branch.relay().stall();
          Thread.sleep(fault.lasting().toMillis());
          branch.relay().resume();
        }
      }
      return null;
    } finally {
      branch.endFault();
    }
  }

  private void kill(ChaosBranch branch) throws InterruptedException {
    branch.kill();
    ChaosTally.Counts counts = tally.counts();
    progress.accept(
        String.format(
            Locale.ROOT,
            "kill %,d/%,d  %s  snapshots: %,d complete, %,d with money in flight%s",
            kills.incrementAndGet(),
            plan.kills(),
            branch.name(),
            counts.complete(),
            counts.withMoneyInFlight(),
            counts.inconsistent() > 0 ? ", " + counts.inconsistent() + " INCONSISTENT" : ""));
  }

  private static void restart(ChaosBranch branch, Duration after)
      throws IOException, CommandException, InterruptedException {
    Thread.sleep(after.toMillis());
    branch.start();
    branch.awaitStart();
  }

  private void awaitAll(List<Future<Void>> tasks) throws CommandException, InterruptedException {
    for (Future<Void> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        // Why a branch ended says more than that it could not be asked.
        bank.requireHealth();
        if (e.getCause() instanceof CommandException known) {
          throw known;
        }
        if (e.getCause() instanceof IOException known) {
          throw new CommandException(ExitCode.NETWORK, String.valueOf(known.getMessage()));
        }
        throw new IllegalStateException("the run cannot go on", e.getCause());
      }
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      var _ = threads.awaitTermination(END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
