package cutline.cli.demo;

import cutline.bank.BankDefinition;
import cutline.bank.ControllerOptions;
import cutline.bank.config.ConfigurationException;
import cutline.bank.config.Durations;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.command.Interrupts;
import cutline.cli.command.Protocol;
import cutline.cli.command.TransportChoice;
import cutline.cli.controller.BankRun;
import cutline.cli.live.LiveLog;
import cutline.cli.live.ShownLog;
import cutline.cli.running.RunningBanks;
import cutline.cli.snapshots.ArchiveChoice;
import cutline.cli.snapshots.Archivist;
import cutline.cli.terminal.Colors;
import cutline.cli.terminal.Terminals;
import cutline.cli.text.BankTitle;
import cutline.cli.web.WebAddress;
import cutline.cli.web.WebPage;
import cutline.console.log.Notice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
public final class DemoCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final int DEFAULT_BRANCHES = 4;
  private static final long DEFAULT_TOTAL = 4_000;
  private static final String DEFAULT_EVERY = "500ms";
  private static final String DEFAULT_DELAY = "0s..3s";

  private static final Path RUNS = Path.of("cutline-runs");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--branches",
      paramLabel = "N",
      defaultValue = "" + DEFAULT_BRANCHES,
      description = "How many branches, 1 to 26 (default: ${DEFAULT-VALUE}).")
  private int branches;

  @Option(
      names = "--total",
      paramLabel = "N",
      defaultValue = "" + DEFAULT_TOTAL,
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
      defaultValue = DEFAULT_EVERY,
      description = "Mean time between transfers of a branch (default: ${DEFAULT-VALUE}).")
  private Duration every = Duration.ZERO;

  @Option(
      names = "--delay",
      paramLabel = "TIME..TIME",
      defaultValue = DEFAULT_DELAY,
      description = "How long money stays in its channel (default: ${DEFAULT-VALUE}).")
  private DurationRange delay = DurationRange.NONE;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Take N snapshots and end; without a terminal, 5.")
  private @Nullable Integer count;

  @Option(names = "--json", description = "One JSON object a snapshot (docs/formats.md).")
  private boolean json;

  @Option(
      names = ArchiveChoice.NAME,
      paramLabel = ArchiveChoice.LABEL,
      description =
          "Archive completed snapshots in this directory, or none (default: that of the report;"
              + " with --count, none).")
  private @Nullable Path archive;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Write what happens as an event log, for replay and export.")
  private @Nullable Path logFile;

  @Option(
      names = "--web",
      paramLabel = "PORT|off",
      description =
          "Serve the console on this port, or on ADDRESS:PORT (default: 8080; without a terminal,"
              + " off).")
  private @Nullable WebAddress web;

  @Option(names = "--open", description = "Open the console in the browser.")
  private boolean open;

  @Mixin private TransportChoice transportChoice = new TransportChoice();

  @Override
  public Integer call() throws Exception {
    Protocol protocol = transportChoice.protocol();
    if (branches < 1 || branches > 26) {
      throw new ParameterException(spec.commandLine(), "--branches is not between 1 and 26");
    }
    if (total < 0 || (count != null && count < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--total cannot be negative, and --count is at least 1");
    }
    Interrupts interrupts = new Interrupts();
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
    boolean isConversation = count == null && !json && Terminals.isInput() && Terminals.isOutput();
    WebAddress address = web == null ? WebAddress.parse(isConversation ? "8080" : "off") : web;
    try (ShownLog log = new ShownLog(address, "branches");
        DemoBank bank =
            DemoBank.start(
                branches,
                protocol,
                members ->
                    BankDefinition.dealt(
                        total, members, Traffic.irregular(every, delay, 100, chosen)),
                branchLogs(log, isConversation || address.isWanted()))) {
      WebPage page = log.serve(() -> bank.connect(TIMEOUT));
      if (page != null && open) {
        page.open();
      }
      return isConversation
          ? converse(bank, chosen, interrupts, log, page)
          : takeSnapshots(bank, chosen, interrupts, log, page);
    } catch (InterruptedException e) {
      return interrupts.exitCode();
    }
  }

  /** Who takes what happens; null if nobody wants to know. */
  private @Nullable BranchLogs branchLogs(ShownLog log, boolean isWatched)
      throws ConfigurationException {
    List<LiveLog.Sink> sinks = new ArrayList<>();
    if (logFile != null) {
      sinks.add(EventFile.create(logFile, DemoCommand::tell));
    }
    if (isWatched) {
      sinks.add(log);
    }
    return sinks.isEmpty() ? null : new BranchLogs(new LiveLog(sinks), DemoCommand::tell);
  }

  private int converse(
      DemoBank bank, long chosen, Interrupts interrupts, ShownLog log, @Nullable WebPage page)
      throws Exception {
    try (DemoConsole console = new DemoConsole(Colors.chosen(spec))) {
      return new Demo(
              bank,
              chosen,
              again(chosen),
              console,
              new RunDirectory(RUNS, "" + chosen),
              archive,
              log)
          .run(interrupts, page);
    }
  }

  /** The command that makes the same bank again. */
  private String again(long chosen) {
    StringBuilder command = new StringBuilder("cutline demo --seed " + chosen);
    if (branches != DEFAULT_BRANCHES) {
      command.append(" --branches ").append(branches);
    }
    if (total != DEFAULT_TOTAL) {
      command.append(" --total ").append(total);
    }
    String everyText = Durations.text(every);
    if (!everyText.equals(DEFAULT_EVERY)) {
      command.append(" --every ").append(everyText);
    }
    String delayText = Durations.text(delay.least()) + ".." + Durations.text(delay.most());
    if (!delayText.equals(DEFAULT_DELAY)) {
      command.append(" --delay ").append(delayText);
    }
    return command.append(TransportChoice.option(transportChoice.protocol())).toString();
  }

  private int takeSnapshots(
      DemoBank bank, long chosen, Interrupts interrupts, ShownLog log, @Nullable WebPage page)
      throws Exception {
    System.err.println(BankTitle.of(branches, total, chosen, bank.protocol()));
    if (page != null) {
      page.lines().forEach(DemoCommand::tell);
    }
    bank.tell(line -> {
      log.notice(Notice.of(line));
      tell(line);
    });
    Thread command = Thread.currentThread();
    try (DemoOrders orders =
            new DemoOrders(
                bank,
                null,
                log::notice,
                lines -> lines.forEach(DemoCommand::tell),
                bug -> failed(bug, command));
        DemoSupervision _ =
            new DemoSupervision(
                new RunningBanks(),
                bank.address(),
                order -> fromElsewhere(bank, order),
                DemoCommand::tell)) {
      log.obey(orders);
      return new BankRun(System.out, System.err, json, archivist(), null, log::decided)
          .run(
              bank.definition(),
              new ControllerOptions(count == null ? 5 : count, INTERVAL, TIMEOUT, chosen),
              interrupts);
    }
  }

  private static void failed(Throwable bug, Thread command) {
    Thread.UncaughtExceptionHandler handler = command.getUncaughtExceptionHandler();
    handler.uncaughtException(Thread.currentThread(), bug);
  }

  private Archivist archivist() {
    return archive == null ? Archivist.NONE : ArchiveChoice.archivist(archive, DemoCommand::tell);
  }

  private static void tell(String line) {
    System.err.println(line);
  }

  private static DemoBank.Answer fromElsewhere(DemoBank bank, DemoOrder order) {
    try {
      DemoBank.Answer answer =
          switch (order) {
            case DemoOrder.Kill kill -> bank.kill(kill.branch());
            case DemoOrder.Restart restart -> bank.restart(restart.branch());
            default -> throw new IllegalArgumentException(order.toString());
          };
      if (answer.done()) {
        tell("From another terminal: " + answer.sentence());
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DemoBank.Answer.no("the demo is ending");
    }
  }
}
