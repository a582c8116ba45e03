package cutline.cli.simulate;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.ExitCode;
import cutline.cli.command.Interrupts;
import cutline.cli.scenario.TextOutput;
import cutline.cli.terminal.ProgressBar;
import cutline.runtime.Ticker;
import cutline.simulation.Channels;
import cutline.simulation.EventTrace;
import cutline.simulation.Faults;
import cutline.simulation.Mutation;
import cutline.simulation.Plan;
import cutline.simulation.Search;
import cutline.simulation.World;
import cutline.simulation.bug.Bug;
import cutline.simulation.world.WorldFile;
import cutline.simulation.world.WorldRun;
import cutline.trace.EventJson;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cutline simulate}: many banks in virtual time, and whether a law was broken in one. */
@Command(
    name = "simulate",
    description = {
      "Runs the processes of a bank, as they are, in worlds of virtual time: for each seed another"
          + " one, with snapshots, transfers and faults; and checks that no law is broken.",
      "The same seed gives the same world. What is found is made as small as it gets, told in words,"
          + " and comes with the command that finds it again; --save keeps it as a file."
    },
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {

  private static final String LIST = "list";

  private static final List<String> OF_SEEDS =
      List.of("--seeds", "--faults", "--channels", "--bug", "--threads", "--save");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seeds",
      paramLabel = "FROM..TO",
      defaultValue = "1..1000",
      converter = SeedRange.Converter.class,
      description = "One world for each (default: ${DEFAULT-VALUE}).")
  private SeedRange seeds = new SeedRange(1, 1);

  @Option(
      names = "--faults",
      paramLabel = "all|none|LIST",
      defaultValue = "all",
      description = {
        "What may go wrong (default: ${DEFAULT-VALUE}): names with commas between them, each with an"
            + " intensity if need be, such as crash,loss=2."
      })
  private String faults = "";

  @Option(
      names = "--channels",
      paramLabel = "fifo|non-fifo|mixed",
      description = "Which kinds of channel (default: each seed has its own).")
  private @Nullable String channels;

  @Option(
      names = "--bug",
      paramLabel = "NAME|list",
      description = "Plants a bug, to see that it is found; list names all.")
  private @Nullable String bug;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many worlds at a time (default: one for each core).")
  private @Nullable Integer threads;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "Write an event log, for replay and export: of the first violation, made small, or of the"
              + " only seed.")
  private @Nullable Path log;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the same world as a file (docs/formats.md), for --world.")
  private @Nullable Path save;

  @Option(
      names = "--world",
      paramLabel = "FILE",
      description = "Run the world of this file, and none of a seed; tell what happens in it.")
  private @Nullable Path world;

  @Option(names = "--json", description = "End with one JSON object (docs/formats.md).")
  private boolean json;

  @Override
  public Integer call() throws ConfigurationException {
    if (LIST.equals(bug)) {
      Arrays.stream(Bug.values()).map(Bug::id).forEach(System.out::println);
      return ExitCode.OK;
    }
    return world == null ? search() : run(world);
  }

  private int search() throws ConfigurationException {
    @Nullable Channels kinds = channels();
    Bug planted = planted(kinds);
    Supplier<Mutation> mutation = planted == null ? () -> Mutation.NONE : planted::plant;
    Search search = new Search(faults(), kinds, mutation);
    Interrupts interrupts = new Interrupts();
    Search.Result result;
    try (ProgressBar bar = new ProgressBar()) {
      result = search.run(seeds.from(), seeds.to(), threads(), progress(bar, Ticker.system()));
    } catch (InterruptedException e) {
      return interrupts.exitCode();
    }
    SimulationReport report = SimulationReport.of(search, planted, result);
    if (json) {
      report.story().forEach(System.err::println);
      System.out.println(report.json());
    } else {
      report.lines().forEach(System.out::println);
      report.story().forEach(System.out::println);
    }
    if (log != null || save != null) {
      keep(report);
    }
    return report.exitCode();
  }

  private void keep(SimulationReport report) throws ConfigurationException {
    Plan plan = report.kept(seeds);
    if (plan == null) {
      System.err.println(
          "Nothing is written: no law was broken, and there is more than one world.");
      return;
    }
    if (save != null) {
      TextOutput.write(save, report.worldFile(plan));
    }
    if (log != null) {
      writeLog(log, plan, report.search().mutation().get());
    }
  }

  private static void writeLog(Path file, Plan plan, Mutation mutation)
      throws ConfigurationException {
    EventTrace trace = new EventTrace(plan);
    World.run(plan, mutation, trace);
    TextOutput.write(file, EventJson.lines(trace.log()));
  }

  /** Runs the world of a file, which says all that the other options say. */
  private int run(Path file) throws ConfigurationException {
    for (String option : OF_SEEDS) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw misuse(option + " is about the worlds of seeds, and --world names a file");
      }
    }
    WorldFile read = WorldFile.read(file);
    WorldReport report = new WorldReport(read, WorldRun.of(read));
    report.lines().forEach(json ? System.err::println : System.out::println);
    report.unmet().forEach(System.err::println);
    if (json) {
      System.out.println(report.json());
    }
    if (log != null) {
      writeLog(log, read.plan(), read.plant());
    }
    return report.exitCode();
  }

  private Search.Progress progress(ProgressBar bar, Ticker ticker) {
    long startedAt = ticker.nanos();
    return ended -> {
      double seconds = (ticker.nanos() - startedAt) / 1e9;
      String speed = String.format(Locale.ROOT, "schedules (%,.0f a second)", ended / seconds);
      bar.show(speed, (int) ended, seeds.count());
    };
  }

  private Faults faults() {
    try {
      return Faults.parse(faults);
    } catch (IllegalArgumentException e) {
      throw misuse("--faults: " + e.getMessage());
    }
  }

  private @Nullable Channels channels() {
    if (channels == null) {
      return null;
    }
    return Arrays.stream(Channels.values())
        .filter(each -> each.id().equals(channels))
        .findFirst()
        .orElseThrow(() -> misuse("--channels " + channels + ": expected fifo, non-fifo or mixed"));
  }

  private @Nullable Bug planted(@Nullable Channels kinds) {
    if (bug == null) {
      return null;
    }
    Bug planted;
    try {
      planted = Bug.parse(bug);
    } catch (IllegalArgumentException e) {
      throw misuse("--bug: " + e.getMessage());
    }
    Optional<String> reason = kinds == null ? Optional.empty() : planted.cannotShowOn(kinds);
    if (reason.isPresent()) {
      throw misuse("--bug: " + reason.get());
    }
    return planted;
  }

  private int threads() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (threads < 1 || threads > 1_024) {
      throw misuse("--threads is not between 1 and 1,024");
    }
    return threads;
  }

  private ParameterException misuse(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
