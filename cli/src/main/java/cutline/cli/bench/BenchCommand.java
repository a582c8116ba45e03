package cutline.cli.bench;

import cutline.cli.command.CommandException;
import cutline.cli.command.Interrupts;
import cutline.cli.command.Protocol;
import cutline.cli.command.TransportChoice;
import cutline.cli.text.TextTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cutline bench}: measures banks on this machine. */
@Command(
    name = "bench",
    description = {
      "Measures banks on this machine, of processes as a user starts them; snapshots beside the"
          + " bare exchange of their messages.",
      "Machines differ, and so do moments: compare figures of one run only."
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description =
          "A figure, such as transfers.memory.2, or several by how they begin, such as transfers;"
              + " all for all of them; list to see what there is.")
  private String name = "";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How long to measure for each figure, 1 to 3,600 seconds, after half as long to warm up"
              + " (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Of how many pairs of runs a ratio is the median, 2 to 1,000 (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".",
      description =
          "Where files are kept meanwhile, on the disk that is to be measured (default: here).")
  private Path directory = Path.of(".");

  @Option(
      names = "--postgresql",
      paramLabel = "DIR",
      description =
          "Where PostgreSQL's programs are, for peers (default: the newest under"
              + " /usr/lib/postgresql, or on the PATH).")
  private @Nullable Path postgresql;

  @Option(
      names = "--flink",
      paramLabel = "JAR",
      description =
          "The jar of Apache Flink with its job, for peers (default: peers/flink/target/flink.jar"
              + " beside Cutline's).")
  private @Nullable Path flink;

  @Option(names = "--json", description = "One JSON object a figure (docs/formats.md).")
  private boolean json;

  @Mixin private SteadyOptions steady = new SteadyOptions();

  @Mixin private TransportChoice transportChoice = new TransportChoice();

  /** For picocli. */
  public BenchCommand() {}

  @Override
  public Integer call() throws Exception {
    if (name.equals("list")) {
      TextTable.lines(
              Benchmark.all().stream().map(each -> List.of(each.name(), each.what())).toList())
          .forEach(System.out::println);
      return 0;
    }
    check();
    Protocol protocol = transportChoice.protocol();
    List<Benchmark> wanted =
        Benchmark.all().stream()
            .filter(each -> each.takes(name))
            .filter(each -> protocol == Protocol.TCP || each.isAboutBanks())
            .toList();
    if (wanted.isEmpty()) {
      throw misuse(
          "there is nothing to measure%s by the name of %s; try list"
              .formatted(protocol == Protocol.TCP ? "" : " over " + protocol, name));
    }
    Interrupts interrupts = new Interrupts();
    System.err.println(Machine.describe(directory));
    try (Scratch scratch = new Scratch(directory)) {
      Setting setting =
          new Setting(
              name,
              protocol,
              transportChoice.chosen().map(List::of).orElse(List.of(Protocol.values())),
              Duration.ofSeconds(seconds),
              pairs,
              scratch.path(),
              new FigureOutput(System.out, json, protocol),
              new Peers(postgresql, flink),
              steady);
      for (Benchmark benchmark : wanted) {
        benchmark.measurement().run(setting);
      }
      return 0;
    } catch (Exception e) {
      // Who ends this process may have ended those that it measures, too.
      if (e instanceof InterruptedException || interrupts.wasCaught()) {
        return interrupts.exitCode();
      }
      throw e;
    }
  }

  private void check() throws CommandException {
    if (seconds < 1 || seconds > 3_600) {
      throw misuse("--seconds is %,d, not between 1 and 3,600".formatted(seconds));
    }
    if (pairs < 2 || pairs > 1_000) {
      throw misuse("--pairs is %,d, not between 2 and 1,000".formatted(pairs));
    }
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw misuse("--data %s: no directory that can be written to".formatted(directory));
    }
    steady.check(seconds);
  }

  private ParameterException misuse(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
