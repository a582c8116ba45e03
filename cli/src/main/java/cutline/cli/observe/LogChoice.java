package cutline.cli.observe;

import cutline.bank.config.ConfigurationException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and where a process writes down what it does. */
public final class LogChoice {

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "Append what this process does to FILE, for cutline collect; - for standard output.")
  private @Nullable Path file;

  /** For picocli. */
  public LogChoice() {}

  /**
   * The log of the process.
   *
   * @param told is told, in a sentence, if it ends early
   * @throws ConfigurationException if the file cannot be written
   */
  public ObservationWriter open(Consumer<String> told) throws ConfigurationException {
    return file == null
        ? ObservationWriter.NONE
        : new ObservationWriter(LogFile.append(file), Clock.systemUTC(), told);
  }
}
