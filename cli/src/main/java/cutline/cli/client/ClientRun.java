package cutline.cli.client;

import cutline.bank.BankDefinition;
import cutline.bank.BankProcess;
import cutline.cli.command.CommandException;
import cutline.cli.command.End;
import cutline.cli.command.ExitCode;
import cutline.cli.command.Interrupts;
import cutline.cli.command.Listening;
import cutline.cli.command.Protocol;
import cutline.cli.running.RunningBanks;
import cutline.cli.snapshots.Archivist;
import cutline.cli.terminal.Colors;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A client at work, from its first line to its last. */
final class ClientRun {

  private final BankProcess process;
  private final ClientConsole console;
  private final End end;
  private final Interrupts interrupts;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("results").daemon().factory());
  private final ClientSnapshots snapshots;
  private final ClientSession session;
  private final RunningBanks runningBanks = new RunningBanks();

  ClientRun(
      BankProcess process,
      Duration timeout,
      Archivist archivist,
      ClientLog log,
      ClientConsole console,
      Colors colors,
      End end,
      Interrupts interrupts) {
    this.process = process;
    this.console = console;
    this.end = end;
    this.interrupts = interrupts;
    snapshots = new ClientSnapshots(process, timeout, archivist, executor, Ticker.system());
    ClientSnapshotText text = new ClientSnapshotText(process.bank().names(), colors);
    session =
        new ClientSession(
            process,
            new ClientCommands(process, snapshots, text, log, console),
            snapshots,
            console,
            end);
  }

  /** Works until it is told to end; gives the exit code. */
  int run(Network network, String address, int port) throws CommandException {
    CompletableFuture<Transport.Acceptor> acceptor = new CompletableFuture<>();
    try (Network.Server server =
        Listening.listen(
            network, address, port, connection -> acceptor.join().accepted(connection))) {
      BankDefinition bank = process.bank();
      console.log(
          "Client %s of %d listening on %s:%s. Balance: $%,d"
              .formatted(
                  process.name(),
                  bank.members().size(),
                  address,
                  Protocol.of(network.order()).at("" + server.address().getPort()),
                  process.openingBalance()));
      register(bank);
      acceptor.complete(process.start());
      session.start(executor);
      try {
        return awaitEnd();
      } finally {
        stop();
      }
    }
  }

  private void register(BankDefinition bank) {
    try {
      runningBanks.add(bank.address(), false);
    } catch (IOException e) {
      console.log("Other commands do not find this bank by themselves: " + e);
    }
  }

  private int awaitEnd() throws CommandException {
    boolean interrupted = false;
    try {
      end.await();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    int exitCode = snapshots.exitCode();
    return interrupted && exitCode != ExitCode.INCONSISTENT ? interrupts.exitCode() : exitCode;
  }

  private void stop() {
    runningBanks.remove();
    session.stop();
    executor.shutdownNow();
    process.close();
    console.log(
        "Client %s stopped. Balance: $%,d".formatted(process.name(), process.lastBalance()));
  }
}
