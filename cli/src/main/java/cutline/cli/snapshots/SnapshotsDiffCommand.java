package cutline.cli.snapshots;

import cutline.bank.archive.ArchiveSearch;
import cutline.bank.archive.ArchivedSnapshot;
import cutline.bank.archive.SnapshotArchive;
import cutline.bank.archive.SnapshotDifference;
import cutline.bank.config.ConfigurationException;
import cutline.cli.command.ExitCode;
import cutline.cli.terminal.Colors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cutline snapshots diff}: what has moved between two of them. */
@Command(
    name = "diff",
    description = "Shows what has moved between two archived snapshots of a bank.",
    mixinStandardHelpOptions = true)
final class SnapshotsDiffCommand extends ArchiveCommand {

  @Parameters(index = "0", paramLabel = "ID1", description = ArchiveText.ID)
  private String then = "";

  @Parameters(index = "1", paramLabel = "ID2", description = "The one to compare with it.")
  private String now = "";

  @Option(names = "--json", description = "One JSON object (docs/formats.md).")
  private boolean json;

  @Override
  int run(SnapshotArchive archive, Colors colors) throws ConfigurationException {
    ArchiveSearch search = new ArchiveSearch(archive);
    ArchivedSnapshot one = archive.read(search.find(then));
    ArchivedSnapshot other = archive.read(search.find(now, one.bank()));
    if (!one.bank().equals(other.bank())) {
      throw new ConfigurationException(
          "%s and %s are of different banks, %s and %s"
              .formatted(one.id(), other.id(), one.bank(), other.bank()));
    }
    SnapshotDifference difference = SnapshotDifference.between(one.snapshot(), other.snapshot());
    if (json) {
      System.out.println(ArchiveJson.difference(one.bank(), difference));
    } else {
      DifferenceText.lines(difference).forEach(System.out::println);
    }
    return ExitCode.OK;
  }
}
