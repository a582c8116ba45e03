package cutline.cli;

import cutline.bank.BankDefinition;
import cutline.bank.ControllerOptions;
import cutline.bank.Member;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cutline demo}: a whole bank in one command. */
@Command(
    name = "demo",
    description =
        "Starts a bank of branches, each a process of its own, and takes snapshots of it.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--branches",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many branches, 1 to 26 (default: ${DEFAULT-VALUE}).")
  private int branches;

  @Option(
      names = "--total",
      paramLabel = "N",
      defaultValue = "4000",
      description = "Dollars to deal out (default: ${DEFAULT-VALUE}).")
  private long total;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the random choices reproducible.")
  private @Nullable Long seed;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "500ms",
      description = "Mean time between transfers of a branch (default: ${DEFAULT-VALUE}).")
  private Duration every = Duration.ZERO;

  @Option(
      names = "--delay",
      paramLabel = "TIME..TIME",
      defaultValue = "0s..3s",
      description = "How long money stays in its channel (default: ${DEFAULT-VALUE}).")
  private DurationRange delay = DurationRange.NONE;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many snapshots to take (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--json", description = "One JSON object a snapshot (docs/formats.md).")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (branches < 1 || branches > 26) {
      throw new ParameterException(spec.commandLine(), "--branches is not between 1 and 26");
    }
    if (total < 0 || count < 1) {
      throw new ParameterException(
          spec.commandLine(), "--total cannot be negative, and --count is at least 1");
    }
    Interrupts interrupts = new Interrupts();
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
    List<BranchProcess> processes = new ArrayList<>();
    try {
      for (int branch = 0; branch < branches; branch++) {
        processes.add(BranchProcess.start(String.valueOf((char) ('A' + branch))));
      }
      List<Member> members = new ArrayList<>();
      for (BranchProcess process : processes) {
        members.add(new Member(process.name(), "127.0.0.1", process.awaitPort(TIMEOUT)));
      }
      System.err.printf(
          "Bank of %d branch%s · total $%,d · seed %d%n",
          branches, branches == 1 ? "" : "es", total, chosen);
      BankDefinition bank =
          BankDefinition.dealt(total, members, Traffic.irregular(every, delay, 100, chosen));
      return new BankRun(System.out, System.err, json)
          .run(bank, new ControllerOptions(count, INTERVAL, TIMEOUT, chosen), interrupts);
    } catch (InterruptedException e) {
      return interrupts.exitCode();
    } finally {
      processes.forEach(BranchProcess::close);
    }
  }
}
