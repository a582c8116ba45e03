package cutline.cli.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.web.WebChoice;
import cutline.console.Console;
import cutline.console.lesson.Scenario;
import cutline.simulation.scenario.Delays;
import cutline.simulation.scenario.ScenarioRun;
import cutline.simulation.scenario.ScenarioTopology;
import cutline.simulation.scenario.Script;
import cutline.simulation.scenario.SnapshotFile;
import cutline.trace.EventJson;
import cutline.trace.Violation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cutline run}: a scenario file. */
@Command(
    name = "run",
    description = {
      "Runs a scenario in a small world of ticks, and prints the snapshots that are taken in it.",
      "They are checked from outside: with exit code 1 if one is not what it should be."
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

  private static final long DEFAULT_SEED = 1;

  @Parameters(
      index = "0",
      paramLabel = "TOPOLOGY",
      description = "Processes and channels, a .top file (docs/formats.md).")
  private Path topologyFile = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "EVENTS",
      description = "What happens, an .events file (docs/formats.md).")
  private Path eventsFile = Path.of("");

  @ArgGroup private @Nullable DelayChoice delayChoice;

  /** How long messages take: one of the two. */
  static final class DelayChoice {

    @Option(
        names = "--delays",
        paramLabel = "FILE",
        description = "The delay of each message in ticks, in the order of sending.")
    private @Nullable Path file;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Delays from 1 to 5 ticks that depend on this number (default: 1).")
    private @Nullable Long seed;
  }

  @Option(
      names = "--snap-dir",
      paramLabel = "DIR",
      description = "Write DIR/NUMBER.snap for each snapshot.")
  private @Nullable Path snapDirectory;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Write what happened as an event log, for replay and export.")
  private @Nullable Path logFile;

  @Option(names = "--json", description = "One JSON object a snapshot (docs/formats.md).")
  private boolean json;

  @Mixin private WebChoice web = new WebChoice();

  /** For picocli. */
  public RunCommand() {}

  @Override
  public Integer call() throws ConfigurationException, CommandException {
    ScenarioTopology topology = ScenarioTopology.read(topologyFile);
    Script script = Script.read(eventsFile, topology);
    Path delaysFile = delayChoice == null ? null : delayChoice.file;
    Long chosen = delayChoice == null ? null : delayChoice.seed;
    long seed = chosen == null ? DEFAULT_SEED : chosen;
    ScenarioRun run =
        ScenarioRun.of(
            String.valueOf(eventsFile.getFileName()),
            topology,
            script,
            delaysFile == null ? Delays.random(seed) : Delays.read(delaysFile),
            delaysFile == null ? seed : null,
            System.err::println);
    write(run);
    print(run);
    String name = String.valueOf(eventsFile.getFileName());
    String delays = delaysFile == null ? null : Delays.text(delaysFile);
    web.serve((address, keys) ->
        Console.simulation(
            address,
            keys,
            name,
            new Scenario.Ticks(name, topology, script, delays),
            delays == null ? seed : null));
    return run.isGood() ? ExitCode.OK : ExitCode.INCONSISTENT;
  }

  private void write(ScenarioRun run) throws ConfigurationException {
    if (snapDirectory != null) {
      TextOutput.directory(snapDirectory);
      for (int number = 0; number < run.snapshots().size(); number++) {
        TextOutput.write(
            snapDirectory.resolve(number + ".snap"),
            SnapshotFile.text(number, run.snapshots().get(number)));
      }
    }
    if (logFile != null) {
      TextOutput.write(logFile, EventJson.lines(run.log()));
    }
  }

  private void print(ScenarioRun run) {
    for (int number = 0; number < run.snapshots().size(); number++) {
      if (json) {
        System.out.println(TickSnapshotJson.line(run, number));
      } else {
        System.out.print(number == 0 ? "" : "\n");
        System.out.print(SnapshotFile.text(number, run.snapshots().get(number)));
      }
    }
    for (Violation violation : run.verification().violations()) {
      System.err.println("✗ " + violation.sentence());
    }
    for (String unmet : run.unmet()) {
      System.err.println("✗ " + unmet);
    }
  }
}
