package cutline.cli.observe;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.SafeName;
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
          "Append what this process does to FILE, for cutline collect; - for standard output."
              + " Of several branches, each has its FILE.NAME.")
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
    return open("", told);
  }

  /**
   * The log of one of several processes.
   *
   * @param part what is added to the file's name; empty if there is no other process
   */
  public ObservationWriter open(String part, Consumer<String> told) throws ConfigurationException {
    if (file == null) {
      return ObservationWriter.NONE;
    }
    if (part.isEmpty()) {
      return new ObservationWriter(LogFile.append(file), Clock.systemUTC(), told);
    }
    if (file.toString().equals(LogFile.STANDARD_OUTPUT)) {
      throw new ConfigurationException(
          "--log - is for one branch; name a file, and each branch has one of its own beside it");
    }
    Path own = file.resolveSibling(file.getFileName() + "." + SafeName.of(part));
    return new ObservationWriter(LogFile.append(own), Clock.systemUTC(), told);
  }
}
