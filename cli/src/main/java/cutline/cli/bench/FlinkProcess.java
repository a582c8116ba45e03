package cutline.cli.bench;

import cutline.cli.bench.HostProcess.Report;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A bank as a job of Apache Flink ({@code peers/flink}), in a JVM of its own. */
final class FlinkProcess implements Snapshotted {

  private final HostProcess process;

  /**
   * Starts it, without load.
   *
   * @param accounts all branches together
   * @param isDurable whether checkpoints go to files, or into the memory of Flink's job manager
   * @param directory for its files
   */
  FlinkProcess(Path jar, int branches, int accounts, boolean isDurable, Path directory)
      throws IOException {
    process =
        new HostProcess(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString(),
                "" + branches,
                "" + accounts,
                isDurable ? "filesystem" : "jobmanager",
                Files.createTempDirectory(directory, "flink").toAbsolutePath().toString()));
  }

  @Override
  public void load(boolean on) throws CommandException, InterruptedException {
    var _ = ask("load " + (on ? "on" : "off"));
    if (!on) {
      // Its barriers are behind all the records.
      var _ = snapshot();
    }
  }

  @Override
  public long received() throws CommandException, InterruptedException {
    return ask("received").number("received");
  }

  @Override
  public Duration snapshot() throws CommandException, InterruptedException {
    return Duration.ofNanos(ask("checkpoint").number("nanos"));
  }

  private Report ask(String command) throws CommandException, InterruptedException {
    try {
      return process.ask(command);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.CONFIGURATION, "peers.flink: Flink has ended; why stands above");
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
