package cutline.cli.bench;

import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be said about transfers at a steady rate, and about the network they use. */
final class SteadyOptions {

  private static final int MOST_DOTS = 100_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "For transfer.steady, how many transfers a second each branch sends, 1 to 10,000 (default:"
              + " ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "For transfer.steady, draw how long each transfer took, as SVG.")
  private @Nullable Path plot;

  @Option(
      names = "--wire",
      paramLabel = "FILE",
      description =
          "A file that tells how many bytes have been sent on the network so far, such as"
              + " /sys/class/net/lo/statistics/tx_bytes, for what a transfer needs of them.")
  private @Nullable Path wire;

  /** Refuses what cannot be done. */
  void check(int seconds) throws CommandException {
    if (rate < 1 || rate > 10_000) {
      throw misuse("--rate is %,d, not between 1 and 10,000".formatted(rate));
    }
    if (plot != null && (long) rate * seconds > MOST_DOTS) {
      throw misuse(
          "--plot draws at most %,d transfers, and %,d a second for %,d seconds are more"
              .formatted(MOST_DOTS, rate, seconds));
    }
    if (plot != null && !Files.isWritable(Files.exists(plot) ? plot : directoryOf(plot))) {
      throw misuse("--plot %s: cannot be written".formatted(plot));
    }
    if (wire != null) {
      long _ = wireBytes();
    }
  }

  private static Path directoryOf(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return directory == null ? file : directory;
  }

  private ParameterException misuse(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** How many transfers a second a branch sends. */
  int rate() {
    return rate;
  }

  /** Where to draw them; null for nowhere. */
  @Nullable Path plot() {
    return plot;
  }

  /** Whether {@link #wireBytes} are known. */
  boolean knowsWire() {
    return wire != null;
  }

  /** How many bytes have been sent on the network so far; 0 if nobody knows. */
  long wireBytes() throws CommandException {
    if (wire == null) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readString(wire).strip());
    } catch (IOException | NumberFormatException e) {
      throw new CommandException(
          ExitCode.CONFIGURATION, "--wire %s: there is no number in it".formatted(wire));
    }
  }
}
