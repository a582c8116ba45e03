package cutline.cli.controller;

import cutline.bank.BankDefinition;
import cutline.bank.Controller;
import cutline.bank.ControllerException;
import cutline.bank.ControllerLog;
import cutline.bank.ControllerOptions;
import cutline.bank.SnapshotJson;
import cutline.bank.SnapshotProgress;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.command.Addresses;
import cutline.cli.command.CommandException;
import cutline.cli.command.Interrupts;
import cutline.cli.command.Protocol;
import cutline.cli.running.RunningBanks;
import cutline.cli.snapshots.Archivist;
import cutline.cli.snapshots.SnapshotTally;
import cutline.cli.terminal.ProgressBar;
import cutline.cli.terminal.Terminals;
import cutline.cli.text.SnapshotText;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A controller at work on the command line: results to standard output, progress to the other. */
public final class BankRun implements ControllerLog {

  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final Archivist archivist;
  private final @Nullable RunningBanks banks;
  private final Consumer<BankSnapshot> told;
  private final Thread command = Thread.currentThread();

  private final boolean isTerminal;
  private ProgressBar progress;
  private int members;
  private List<String> lastWaiting = List.of();
  private String bankId = "";
  private final SnapshotTally tally = new SnapshotTally();

  /**
   * A controller.
   *
   * @param archivist keeps its snapshots
   * @param banks where commands in other terminals find the bank, or null if others see to that
   * @param told is told of each snapshot, too
   */
  public BankRun(
      PrintStream out,
      PrintStream err,
      boolean json,
      Archivist archivist,
      @Nullable RunningBanks banks,
      Consumer<BankSnapshot> told) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.archivist = archivist;
    this.banks = banks;
    this.told = told;
    this.isTerminal = Terminals.isError();
    this.progress = newProgress();
  }

  private ProgressBar newProgress() {
    return new ProgressBar(err, isTerminal, Ticker.system());
  }

  /** Runs a controller to its end or until Ctrl-C; gives the exit code. */
  public int run(BankDefinition bank, ControllerOptions options, Interrupts interrupts)
      throws ControllerException, CommandException {
    boolean interrupted = false;
    members = bank.members().size();
    try (Network network = Protocol.of(bank.order()).open();
        Controller controller =
            new Controller(
                bank,
                options,
                network.transport(Addresses.of(bank.members())),
                Ticker.system(),
                Clock.systemUTC(),
                new SecureRandom().nextLong(),
                this)) {
      controller.run();
    } catch (InterruptedException e) {
      interrupted = !out.checkError();
    } finally {
      progress.close();
      if (banks != null) {
        banks.remove();
      }
    }
    if (!tally.isEmpty()) {
      err.println(tally.summary());
    }
    return interrupted ? tally.exitCode(interrupts.exitCode()) : tally.exitCode();
  }

  @Override
  public void waiting(List<String> branches) {
    if (isTerminal) {
      progress.show(
          "branches, waiting for " + String.join(", ", branches),
          members - branches.size(),
          members);
    } else if (!branches.equals(lastWaiting)) {
      lastWaiting = branches;
      err.printf("waiting for %s%n", String.join(", ", branches));
      err.flush();
    }
  }

  @Override
  public void running(BankDefinition bank, boolean attached) {
    progress.close();
    bankId = bank.id();
    int branches = bank.members().size();
    long share = bank.total() / branches;
    long remainder = bank.total() % branches;
    err.printf(
        "%d branch%s connected · %s%s%n",
        branches,
        branches == 1 ? "" : "es",
        "$%,d each%s"
            .formatted(
                share,
                remainder == 0
                    ? ""
                    : ", $1 more for the first" + (remainder == 1 ? "" : " " + remainder)),
        attached
            ? " at first · the bank was at work already, and goes on as it was told then"
            : "");
    err.flush();
    if (banks != null) {
      register(bank, banks);
    }
  }

  private void register(BankDefinition bank, RunningBanks in) {
    try {
      in.add(bank.address(), false);
    } catch (IOException e) {
      err.printf("other commands need --bank to find this bank: %s%n", e.getMessage());
      err.flush();
    }
  }

  @Override
  public @Nullable SnapshotProgress taking() {
    if (!isTerminal) {
      return null;
    }
    ProgressBar markers = newProgress();
    progress = markers;
    return (_, arrived, all) -> markers.show("markers", arrived, all);
  }

  @Override
  public void snapshot(int number, BankSnapshot snapshot) {
    progress.close();
    archivist.keep(bankId, snapshot);
    tally.add(snapshot);
    told.accept(snapshot);
    if (json) {
      out.println(SnapshotJson.line(snapshot));
    } else {
      SnapshotText.lines(number, snapshot).forEach(out::println);
    }
    if (out.checkError()) {
      // Nobody reads any more, as after `| head`, or nothing can be written; the program says that.
      command.interrupt();
    }
  }
}
