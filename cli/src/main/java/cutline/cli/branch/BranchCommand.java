package cutline.cli.branch;

import cutline.bank.BankDefinition;
import cutline.bank.BranchServer;
import cutline.bank.ProcessEnvironment;
import cutline.bank.ProcessLog;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.cli.command.Addresses;
import cutline.cli.command.CommandException;
import cutline.cli.command.End;
import cutline.cli.command.ExitCode;
import cutline.cli.command.Interrupts;
import cutline.cli.command.LibraryLog;
import cutline.cli.command.Listening;
import cutline.cli.command.NotYet;
import cutline.cli.command.StoreChoice;
import cutline.cli.observe.LogChoice;
import cutline.cli.observe.ObservationWriter;
import cutline.cli.terminal.LineLog;
import cutline.cli.terminal.WarningLines;
import cutline.cli.text.Figures;
import cutline.core.ChannelOrder;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.runtime.HaltCause;
import cutline.runtime.Observer;
import cutline.runtime.Store;
import cutline.runtime.Ticker;
import cutline.tcp.TcpNetwork;
import cutline.tcp.TcpServer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cutline branch}: one branch, as a process. */
@Command(
    name = "branch",
    description = {
      "Starts a branch, which waits for a controller to make it part of a bank.",
      "Started again with the same data, it goes on where it stopped or was killed."
    },
    mixinStandardHelpOptions = true)
public final class BranchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NAME", description = "The branch's name.")
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
          "Allow an address that others can reach: there is no encryption and no proof of"
              + " identity yet.")
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

  @Mixin private NotYet.Transport notYet = new NotYet.Transport();

  @Override
  public Integer call() throws Exception {
    check();
    notYet.check(spec);
    Interrupts interrupts = new Interrupts();
    if (untilEndOfInput) {
      // Ctrl-C reaches all processes of a terminal, and it is the parent that decides what follows.
      Signals.register("INT", () -> {});
    }
    End end = new End();
    try (LineLog lines = LineLog.onStandardError();
        ObservationWriter observed = logChoice.open(lines::line);
        Store store = storeChoice.open(name + "-" + port, lines::line);
        TcpNetwork network = new TcpNetwork()) {
      LibraryLog.to(lines::line);
      SecureRandom random = new SecureRandom();
      BranchServer server =
          start(
              new ProcessEnvironment(
                  bank -> network.transport(Addresses.of(bank.members())),
                  store,
                  Ticker.system(),
                  Clock.systemUTC(),
                  storeChoice.executor(network.executor()),
                  random::nextLong,
                  new Log(lines, end, observed),
                  !quiet,
                  !sumsOnly,
                  ledger));
      TcpServer tcp = Listening.listen(network, bind, port, server.acceptor());
      try (tcp) {
        lines.line(
            "%s listening on %d, %s"
                .formatted(
                    name,
                    tcp.address().getPort(),
                    server.isRunning() ? "going on" : "waiting for controller"));
        if (untilEndOfInput) {
          Thread.ofVirtual().start(() -> awaitEndOfInput(end));
        }
        end.await();
        return ExitCode.OK;
      } catch (InterruptedException e) {
        return interrupts.exitCode();
      } finally {
        server.close();
        OptionalLong balance = server.lastBalance();
        lines.line(
            balance.isPresent()
                ? "%s stopped. Balance: $%,d".formatted(name, balance.getAsLong())
                : "%s stopped".formatted(name));
      }
    }
  }

  private void check() {
    try {
      Topology.complete(List.of(name), ChannelOrder.FIFO);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          spec.commandLine(), "port " + port + " is not between 1 and 65535");
    }
    Listening.check(spec, "--bind " + bind, bind, insecure);
  }

  private BranchServer start(ProcessEnvironment environment) throws CommandException {
    try {
      return BranchServer.start(name, environment);
    } catch (Store.StoreException e) {
      throw storeChoice.unusable(name + "-" + port, e);
    }
  }

  private static void awaitEndOfInput(End end) {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // As good as its end.
    }
    end.reached();
  }

  /** What a branch says on its console. */
  private final class Log implements ProcessLog {

    private final LineLog lines;
    private final End end;
    private final ObservationWriter observed;
    private final WarningLines warnings;

    Log(LineLog lines, End end, ObservationWriter observed) {
      this.lines = lines;
      this.end = end;
      this.observed = observed;
      this.warnings = new WarningLines(lines::line, Ticker.system());
    }

    @Override
    public @Nullable Observer<BranchState, Transfer> observer(String member, BankDefinition bank) {
      return observed.observer(member, bank);
    }

    @Override
    public void connected(String member) {
      observed.connected(member);
    }

    @Override
    public void disconnected(String member) {
      observed.disconnected(member);
    }

    @Override
    public void joined(BankDefinition bank) {
      lines.line(
          "%s is one of %d branches of a bank of $%,d, with $%,d"
              .formatted(name, bank.members().size(), bank.total(), bank.share(name)));
    }

    @Override
    public void recovered(BankDefinition bank, long balance) {
      lines.line(
          "%s goes on as one of %d branches of a bank of $%,d. Balance: $%,d"
              .formatted(name, bank.members().size(), bank.total(), balance));
    }

    @Override
    public void begunInEra(long era) {
      lines.line("%s: %s".formatted(name, Figures.wentBack(era)));
    }

    @Override
    public void sent(String to, long amount, long balance) {
      lines.line("%s sent $%,d to %s. Balance: $%,d".formatted(name, amount, to, balance));
    }

    @Override
    public void received(String from, long amount, long balance) {
      lines.line("%s received $%,d from %s. Balance: $%,d".formatted(name, amount, from, balance));
    }

    @Override
    public void restored(SnapshotId snapshot) {
      lines.line("%s went back to snapshot %s, as all branches do".formatted(name, snapshot));
    }

    @Override
    public void warning(String sentence) {
      warnings.line(sentence);
    }

    @Override
    public void halted(HaltCause cause, String reason) {
      end.halted(cause, reason);
    }
  }
}
