package cutline.cli.explore;

import cutline.cli.terminal.ProgressLine;
import cutline.core.ChannelOrder;
import cutline.simulation.bug.Bug;
import cutline.simulation.explore.Exploration;
import cutline.simulation.explore.Explorer;
import cutline.simulation.explore.SmallWorld;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cutline explore}: every interleaving of a small world. */
@Command(
    name = "explore",
    description = {
      "Goes through every order in which things can happen in a small world, and checks every"
          + " state and every snapshot in it. The steps are made by the classes that a bank runs.",
      "Ends with exit code 1 and the shortest way to what is wrong, or with 3 if the limit was"
          + " reached: then it proves nothing."
    },
    mixinStandardHelpOptions = true)
public final class ExploreCommand implements Callable<Integer> {

  private static final int MOST_STATES = 20_000_000;

  /** With all that belongs to it; 3 processes, 3 transfers and 2 snapshots take 87. */
  private static final int BYTES_OF_STATE = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--processes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many processes, 2 to 4 (default: ${DEFAULT-VALUE}).")
  private int processes;

  @Option(
      names = "--transfers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many transfers in all, 0 to 8 (default: ${DEFAULT-VALUE}).")
  private int transfers;

  @Option(
      names = "--snapshots",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many snapshots in all, 0 to 4 (default: ${DEFAULT-VALUE}).")
  private int snapshots;

  @Option(
      names = "--crashes",
      paramLabel = "0|1",
      defaultValue = "0",
      description = "How many crashes in all (default: ${DEFAULT-VALUE}).")
  private int crashes;

  @Option(
      names = "--deadlines",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many snapshots are given up at any moment, 0 to 4 (default: ${DEFAULT-VALUE}).")
  private int deadlines;

  @Option(
      names = "--channels",
      paramLabel = "fifo|non-fifo",
      defaultValue = "fifo",
      description = "What the channels promise (default: ${DEFAULT-VALUE}).")
  private String channels = "fifo";

  @Option(
      names = "--bug",
      paramLabel = "NAME",
      description = "Plant a mistake, which must be found; list names them.")
  private @Nullable String bug;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "How many states are kept at most (default: 20,000,000, or as many as the memory holds).")
  private @Nullable Integer limit;

  @Option(names = "--json", description = "End with one JSON object (docs/formats.md).")
  private boolean json;

  /** For picocli. */
  public ExploreCommand() {}

  @Override
  public Integer call() {
    if ("list".equals(bug)) {
      SmallWorld.bugs().forEach(each -> System.out.println(each.id() + "  " + each.what()));
      return 0;
    }
    int most = limit == null ? limitOfMemory() : limit;
    if (most < 1) {
      throw new ParameterException(spec.commandLine(), "--limit is " + most + ", less than 1");
    }
    SmallWorld world = world();
    ExplorationReport report = new ExplorationReport(world, most, explore(world, most));
    if (json) {
      report.counterexample().forEach(System.err::println);
      System.out.println(report.json());
    } else {
      report.lines().forEach(System.out::println);
    }
    return report.exitCode();
  }

  private SmallWorld world() {
    ChannelOrder order =
        switch (channels) {
          case "fifo" -> ChannelOrder.FIFO;
          case "non-fifo" -> ChannelOrder.NON_FIFO;
          default ->
              throw new ParameterException(
                  spec.commandLine(), "--channels " + channels + ": expected fifo or non-fifo");
        };
    try {
      return new SmallWorld(
          processes,
          transfers,
          snapshots,
          crashes,
          deadlines,
          order,
          bug == null ? null : Bug.parse(bug));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static int limitOfMemory() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / BYTES_OF_STATE, 1, MOST_STATES);
  }

  private Exploration explore(SmallWorld world, int most) {
    try (ProgressLine line = new ProgressLine()) {
      return Explorer.explore(
          world,
          most,
          (states, explored, depth) ->
              line.show(
                  "%,d states, %,d of them explored, depth %d".formatted(states, explored, depth)));
    }
  }
}
