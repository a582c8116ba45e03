package cutline.cli.snapshots;

import cutline.bank.archive.SnapshotArchive;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Where completed snapshots are archived. */
public final class ArchiveChoice {

  public static final String NAME = "--archive";
  public static final String LABEL = "DIR|none";

  /** What is chosen by those who want no archive. */
  private static final Path NONE = Path.of("none");

  @Option(
      names = NAME,
      paramLabel = LABEL,
      description =
          "The directory of the archive of completed snapshots, or none"
              + " (default: cutline-data/snapshots).")
  private Path directory = Path.of("cutline-data", "snapshots");

  /** The archive, to be read. */
  SnapshotArchive archive() throws CommandException {
    if (directory.equals(NONE)) {
      throw new CommandException(
          ExitCode.USAGE, "there is no archive: %s is %s".formatted(NAME, NONE));
    }
    return in(directory);
  }

  /** Who writes it. */
  public Archivist archivist(Consumer<String> warnings) {
    return archivist(directory, warnings);
  }

  /** Who writes an archive that was chosen elsewhere. */
  public static Archivist archivist(Path chosen, Consumer<String> warnings) {
    return chosen.equals(NONE) ? Archivist.NONE : new Archivist(() -> in(chosen), warnings);
  }

  public static SnapshotArchive in(Path directory) {
    return new SnapshotArchive(directory, SnapshotArchive.Retention.DEFAULT, Clock.systemUTC());
  }
}
