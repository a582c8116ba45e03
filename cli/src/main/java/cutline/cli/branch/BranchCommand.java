package cutline.cli.branch;

import cutline.bank.BranchServer;
import cutline.bank.ProcessEnvironment;
import cutline.bank.domain.Bank;
import cutline.cli.command.CommandException;
import cutline.cli.command.End;
import cutline.cli.command.ExitCode;
import cutline.cli.command.Interrupts;
import cutline.cli.command.LibraryLog;
import cutline.cli.command.Listening;
import cutline.cli.command.Protocol;
import cutline.cli.command.StoreChoice;
import cutline.cli.command.TransportChoice;
import cutline.cli.observe.LogChoice;
import cutline.cli.terminal.LineLog;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.runtime.Network;
import cutline.runtime.Store;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cutline branch}: one branch, or several, as a process. */
@Command(
    name = "branch",
    description = {
      "Starts a branch, which waits for a controller to make it part of a bank.",
      "Started again with the same data, it goes on where it stopped or was killed."
    },
    mixinStandardHelpOptions = true)
public final class BranchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description =
          "The branch's name; or NAME,NAME,... for several branches in this process, behind one"
              + " port.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "PORT",
      description = "The port that it listens on, 1 to 65535; 0 for any free one.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address that it listens on (default: ${DEFAULT-VALUE}).")
  private String bind = "";

  @Option(
      names = "--insecure",
      description =
          "Allow an address that others can reach: there is no proof of identity yet, and no"
              + " encryption over TCP.")
  private boolean insecure;

  @Option(
      names = "--sums-only",
      description =
          "Keep no copies of the accounts for snapshots: balances and money in flight are recorded,"
              + " and nothing can be restored if there is more than one account.")
  private boolean sumsOnly;

  @Option(names = "--quiet", description = "Do not log transfers.")
  private boolean quiet;

  @Option(
      names = "--until-end-of-input",
      hidden = true,
      description = "Stop when standard input ends.")
  private boolean untilEndOfInput;

  @Option(
      names = "--ledger",
      hidden = true,
      description = "Number the transfers, and keep a ledger of them for an audit.")
  private boolean ledger;

  @Mixin private LogChoice logChoice = new LogChoice();

  @Mixin private StoreChoice storeChoice = new StoreChoice();

  @Mixin private TransportChoice transportChoice = new TransportChoice();

  @Override
  public Integer call() throws Exception {
    Protocol protocol = transportChoice.protocol();
    check(protocol);
    Interrupts interrupts = new Interrupts();
    if (untilEndOfInput) {
      // Ctrl-C reaches all processes of a terminal, and it is the parent that decides what follows.
      Signals.register("INT", () -> {});
    }
    End end = new End();
    try (LineLog lines = LineLog.onStandardError();
        BranchHost host = BranchHost.open(names(), port, storeChoice, logChoice, lines);
        Network network = protocol.open()) {
      LibraryLog.to(lines::line);
      Network.Server server = listen(network, start(host, network, lines, end));
      try (server) {
        host.greetings(protocol.at("" + server.address().getPort())).forEach(lines::line);
        if (untilEndOfInput) {
          Thread.ofVirtual().start(() -> awaitEndOfInput(end));
        }
        end.await();
        return ExitCode.OK;
      } catch (InterruptedException e) {
        return interrupts.exitCode();
      } finally {
        host.stop(lines);
      }
    }
  }

  private List<String> names() {
    return List.of(name.split(",", -1));
  }

  private void check(Protocol protocol) {
    try {
      Topology.complete(names(), ChannelOrder.FIFO);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (new HashSet<>(names()).size() < names().size()) {
      throw new ParameterException(spec.commandLine(), name + " names a branch twice");
    }
    if (names().size() > Bank.MAX_MEMBERS) {
      throw new ParameterException(
          spec.commandLine(),
          "%d branches, and a bank has 1 to %d".formatted(names().size(), Bank.MAX_MEMBERS));
    }
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          spec.commandLine(), "port " + port + " is not between 1 and 65535");
    }
    Listening.check(spec, protocol, "--bind " + bind, bind, insecure);
  }

  private SequencedMap<String, Transport.Acceptor> start(
      BranchHost host, Network network, LineLog lines, End end) throws CommandException {
    SecureRandom random = new SecureRandom();
    return host.start(
        () -> storeChoice.executor(network.executor()),
        (branch, executor) -> {
          ProcessEnvironment environment =
              new ProcessEnvironment(
                  bank -> branch.transport(bank, host.inside(), network),
                  network.order(),
                  branch.store(),
                  Ticker.system(),
                  Clock.systemUTC(),
                  executor,
                  random::nextLong,
                  new BranchLog(branch.name(), lines, end, branch.observed()),
                  !quiet,
                  !sumsOnly,
                  ledger);
          try {
            return BranchServer.start(branch.name(), environment);
          } catch (Store.StoreException e) {
            String part = names().size() == 1 ? "" : branch.name();
            throw storeChoice.unusable(branch.name() + "-" + port, part, e);
          }
        });
  }

  /** A branch that is alone judges itself whether it is the one that is wanted, and says so. */
  private Network.Server listen(Network network, SequencedMap<String, Transport.Acceptor> acceptors)
      throws CommandException {
    return acceptors.size() == 1
        ? Listening.listen(network, bind, port, acceptors.firstEntry().getValue())
        : Listening.listen(network, bind, port, acceptors);
  }

  private static void awaitEndOfInput(End end) {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // As good as its end.
    }
    end.reached();
  }
}
