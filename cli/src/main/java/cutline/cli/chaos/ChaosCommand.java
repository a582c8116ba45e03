package cutline.cli.chaos;

import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.command.Interrupts;
import cutline.cli.command.Protocol;
import cutline.cli.command.TransportChoice;
import cutline.cli.text.BankTitle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cutline chaos}: a bank under faults, and whether it has kept every promise. */
@Command(
    name = "chaos",
    description = {
      "Kills, stops and disconnects the branches of a bank while snapshots are taken, and checks"
          + " that every snapshot was exact and that no money was lost or doubled.",
      "Over UDP, single datagrams are lost, doubled and delayed besides.",
      "The bank is a new one of processes of this machine, and is gone afterwards."
    },
    mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {

  private static final long SHARE = 1_000;
  private static final long MAX_AMOUNT = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--branches",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many branches, 2 to 26 (default: ${DEFAULT-VALUE}).")
  private int branches;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often a branch is killed, at least 1 (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the same faults happen to the same branches in the same order.")
  private @Nullable Long seed;

  @Option(
      names = "--transfers-every",
      paramLabel = "TIME",
      defaultValue = "5ms",
      description = "Mean time between transfers of a branch (default: ${DEFAULT-VALUE}).")
  private Duration every = Duration.ZERO;

  @Option(
      names = "--delay",
      paramLabel = "TIME..TIME",
      defaultValue = "0ms..50ms",
      description = "How long money stays in its channel (default: ${DEFAULT-VALUE}).")
  private DurationRange delay = DurationRange.NONE;

  @Option(names = "--json", description = "End with one JSON object (docs/formats.md).")
  private boolean json;

  @Mixin private TransportChoice transportChoice = new TransportChoice();

  @Override
  public Integer call() throws Exception {
    Protocol protocol = transportChoice.protocol();
    if (branches < 2 || branches > 26) {
      throw new ParameterException(spec.commandLine(), "--branches is not between 2 and 26");
    }
    if (kills < 1) {
      throw new ParameterException(spec.commandLine(), "--kills is " + kills + ", less than 1");
    }
    Interrupts interrupts = new Interrupts();
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
    long total = SHARE * branches;
    List<String> names =
        IntStream.range(0, branches).mapToObj(i -> String.valueOf((char) ('A' + i))).toList();
    System.err.println(BankTitle.of(branches, total, chosen, protocol));
    try (ChaosBank bank =
            new ChaosBank(
                names, protocol, total, Traffic.irregular(every, delay, MAX_AMOUNT, chosen));
        Chaos chaos = new Chaos(bank, ChaosPlan.of(chosen, names, kills), ChaosCommand::tell)) {
      ChaosReport report = chaos.run(chosen);
      (json ? List.of(report.json()) : report.lines()).forEach(System.out::println);
      return report.exitCode();
    } catch (InterruptedException e) {
      return interrupts.exitCode();
    }
  }

  private static void tell(String line) {
    System.err.println(line);
  }
}
