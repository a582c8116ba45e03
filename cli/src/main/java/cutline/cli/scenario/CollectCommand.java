package cutline.cli.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.ExitCode;
import cutline.trace.EventJson;
import cutline.trace.EventLog;
import cutline.trace.EventLogException;
import cutline.trace.ObservationLog;
import cutline.trace.ObservationLogReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cutline collect}: one event log of what several processes have written. */
@Command(
    name = "collect",
    description = {
      "Makes one event log, in causal order and with vector clocks, of the files that branches or"
          + " clients have written with --log.",
      "Times are those of the machines, and decide nothing."
    },
    mixinStandardHelpOptions = true)
public final class CollectCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "What one branch or client has written (docs/formats.md).")
  private List<Path> files = List.of();

  @Option(
      names = "--output",
      paramLabel = "LOG",
      required = true,
      description = "The event log to write, for replay and export.")
  private Path output = Path.of("");

  /** For picocli. */
  public CollectCommand() {}

  @Override
  public Integer call() throws ConfigurationException {
    EventLog log;
    try {
      List<ObservationLog> logs = new ArrayList<>();
      for (Path file : files) {
        logs.add(ObservationLogReader.read(file));
      }
      log = ObservationLog.merge(logs);
    } catch (EventLogException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
    TextOutput.write(output, EventJson.lines(log));
    return ExitCode.OK;
  }
}
