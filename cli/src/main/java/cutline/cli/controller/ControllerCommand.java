package cutline.cli.controller;

import cutline.bank.BankAddress;
import cutline.bank.BankDefinition;
import cutline.bank.ControllerOptions;
import cutline.bank.config.BranchesFile;
import cutline.bank.domain.Bank;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.command.Interrupts;
import cutline.cli.command.Protocol;
import cutline.cli.command.TransportChoice;
import cutline.cli.live.BankView;
import cutline.cli.running.RunningBanks;
import cutline.cli.snapshots.ArchiveChoice;
import cutline.cli.snapshots.Archivist;
import cutline.cli.web.WebChoice;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cutline controller}: deals out the total, starts the bank, takes snapshots. */
@Command(
    name = "controller",
    description = {
      "Makes the branches of FILE a bank of TOTAL dollars, and takes snapshots of it.",
      "A bank that is at work already is left as it is; only snapshots are taken."
    },
    mixinStandardHelpOptions = true)
public final class ControllerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "TOTAL", description = "Dollars to deal out, 0 or more.")
  private long total;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The branches: lines NAME HOST PORT, # for comments.")
  private Path file = Path.of("");

  @Option(names = "--count", paramLabel = "N", description = "End after N snapshots.")
  private @Nullable Integer count;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "From the end of a snapshot to the next (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ZERO;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long to wait for branches (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "200ms",
      description = "Mean time between transfers of a branch (default: ${DEFAULT-VALUE}).")
  private Duration every = Duration.ZERO;

  @Option(
      names = "--delay",
      paramLabel = "TIME..TIME",
      defaultValue = "0ms..500ms",
      description = "How long money stays in its channel (default: ${DEFAULT-VALUE}).")
  private DurationRange delay = DurationRange.NONE;

  @Option(
      names = "--max-amount",
      paramLabel = "N",
      defaultValue = "100",
      description = "The most dollars of one transfer (default: ${DEFAULT-VALUE}).")
  private long maxAmount;

  @Option(
      names = "--accounts",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many accounts each branch has (default: ${DEFAULT-VALUE}).")
  private int accounts = 1;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the random choices reproducible.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "One JSON object a snapshot (docs/formats.md).")
  private boolean json;

  @Mixin private ArchiveChoice choice = new ArchiveChoice();

  @Mixin private WebChoice webChoice = new WebChoice();

  @Mixin private TransportChoice transportChoice = new TransportChoice();

  @Override
  public Integer call() throws Exception {
    Protocol protocol = transportChoice.protocol();
    if (total < 0) {
      throw new ParameterException(spec.commandLine(), "TOTAL is " + total + ", less than 0");
    }
    if (count != null && count < 1) {
      throw new ParameterException(spec.commandLine(), "--count is " + count + ", less than 1");
    }
    if (timeout.isZero()) {
      throw new ParameterException(spec.commandLine(), "--timeout is 0s, which is no time at all");
    }
    if (maxAmount < 1) {
      throw new ParameterException(
          spec.commandLine(), "--max-amount is " + maxAmount + ", less than 1");
    }
    if (accounts < 1 || accounts > Bank.MAX_ACCOUNTS) {
      throw new ParameterException(
          spec.commandLine(),
          "--accounts is %d, not between 1 and %d".formatted(accounts, Bank.MAX_ACCOUNTS));
    }
    Interrupts interrupts = new Interrupts();
    long chosen = seed == null ? new SecureRandom().nextLong() : seed;
    BankDefinition bank =
        BankDefinition.dealt(
                total,
                BranchesFile.read(file),
                accounts,
                Traffic.irregular(every, delay, maxAmount, chosen))
            .withOrder(protocol.order());
    Archivist archivist = choice.archivist(ControllerCommand::tell);
    BankAddress address = bank.address();
    ControllerOptions options = new ControllerOptions(count, interval, timeout, chosen);
    try (BankView view =
        BankView.open(
            webChoice, address, "branches", timeout, archivist, ControllerCommand::tell)) {
      Consumer<BankSnapshot> viewed = view == null ? _ -> {} : view::decided;
      return run(archivist, viewed).run(bank, options, interrupts);
    }
  }

  private BankRun run(Archivist archivist, Consumer<BankSnapshot> viewed) {
    return new BankRun(System.out, System.err, json, archivist, new RunningBanks(), viewed);
  }

  private static void tell(String line) {
    System.err.println(line);
  }
}
