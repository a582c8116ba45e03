package cutline.cli.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.web.WebChoice;
import cutline.console.Console;
import cutline.console.ConsoleAddress;
import cutline.console.web.Keys;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.EventLogException;
import cutline.trace.EventLogReader;
import cutline.trace.LogHeader;
import cutline.trace.Story;
import cutline.trace.Verdict;
import cutline.trace.VerdictJson;
import cutline.trace.Verification;
import cutline.trace.Violation;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cutline replay}: what an event log tells. */
@Command(
    name = "replay",
    description = {
      "Tells what happened in an event log, and checks its snapshots from outside.",
      "What counts are vector clocks, and the messages that cross each cut.",
      "Ends with exit code 1 if one is inconsistent, else 3 if one is not proven."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "LOG", description = "An event log (docs/formats.md).")
  private Path file = Path.of("");

  @Option(names = "--quiet", description = "Check only, and tell no story.")
  private boolean quiet;

  @Option(names = "--json", description = "One JSON object a snapshot (docs/formats.md).")
  private boolean json;

  @Mixin private WebChoice web = new WebChoice();

  /** For picocli. */
  public ReplayCommand() {}

  @Override
  public Integer call() throws ConfigurationException, CommandException {
    EventLog log = read(file);
    int exitCode = tell(log);
    web.serve((address, keys) -> console(address, keys, log));
    return exitCode;
  }

  private Console console(ConsoleAddress address, Keys keys, EventLog log)
      throws IOException, ConfigurationException {
    try {
      return Console.replay(address, keys, String.valueOf(file.getFileName()), log);
    } catch (ArithmeticException e) {
      throw new ConfigurationException(file + ": its amounts add up to more than there can be", e);
    }
  }

  private int tell(EventLog log) {
    Verification verification = Verification.of(log);
    if (json) {
      printJson(log, verification);
    } else {
      print(log, verification);
    }
    if (!verification.violations().isEmpty()) {
      return ExitCode.INCONSISTENT;
    }
    List<Verdict> verdicts = verification.verdicts();
    boolean proven =
        verdicts.stream().allMatch(verdict -> verdict.status() == Verdict.Status.CONSISTENT);
    return proven && !verdicts.isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  static EventLog read(Path file) throws ConfigurationException {
    try {
      return EventLogReader.read(file);
    } catch (EventLogException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void printJson(EventLog log, Verification verification) {
    for (Verdict verdict : verification.verdicts()) {
      System.out.println(VerdictJson.line(verdict, log.header()));
    }
    if (!verification.ofLog().isEmpty()) {
      System.out.println(VerdictJson.line(verification.ofLog()));
    }
  }

  private void print(EventLog log, Verification verification) {
    if (!quiet) {
      for (Event event : log.events()) {
        System.out.println("%,11.3f ms  %s".formatted(event.at() / 1_000.0, Story.line(event)));
      }
      System.out.println();
    }
    verification.ofLog().forEach(ReplayCommand::print);
    for (Verdict verdict : verification.verdicts()) {
      System.out.println("Snapshot " + verdict.snapshot() + "  " + words(verdict, log.header()));
      verdict.violations().forEach(ReplayCommand::print);
    }
    if (verification.verdicts().isEmpty()) {
      System.out.println("There is no snapshot in this log.");
    }
  }

  private static void print(Violation violation) {
    System.out.println("  ✗ " + violation.sentence());
  }

  private static String words(Verdict verdict, LogHeader header) {
    return switch (verdict.status()) {
      case CONSISTENT -> sum(verdict, header) + "✓ consistent";
      case INCONSISTENT -> sum(verdict, header) + "✗ inconsistent";
      case INCOMPLETE, ABORTED, UNPROVEN ->
          "%s: %s. Not a result.".formatted(verdict.status(), verdict.reason());
    };
  }

  private static String sum(Verdict verdict, LogHeader header) {
    BigInteger balances = verdict.balanceTotal();
    @Nullable BigInteger total = verdict.total();
    if (balances == null || total == null) {
      return "in flight $%,d  ".formatted(verdict.inFlightTotal());
    }
    return "balances $%,d  in flight $%,d  total $%,d%s  "
        .formatted(
            balances,
            verdict.inFlightTotal(),
            total,
            header.total() == null ? "" : " of $%,d".formatted(header.total()));
  }
}
