package cutline.cli.snapshots;

import cutline.bank.archive.ArchiveSearch;
import cutline.bank.archive.ArchivedSnapshot;
import cutline.bank.archive.SnapshotArchive;
import cutline.bank.config.ConfigurationException;
import cutline.cli.command.ExitCode;
import cutline.cli.terminal.Colors;
import cutline.cli.text.SnapshotText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cutline snapshots show}: one that is archived. */
@Command(
    name = "show",
    description = "Shows an archived snapshot.",
    mixinStandardHelpOptions = true)
final class SnapshotsShowCommand extends ArchiveCommand {

  @Parameters(index = "0", paramLabel = "ID", description = ArchiveText.ID)
  private String id = "";

  @Option(names = "--json", description = "One JSON object (docs/formats.md).")
  private boolean json;

  @Override
  int run(SnapshotArchive archive, Colors colors) throws ConfigurationException {
    ArchivedSnapshot archived = archive.read(new ArchiveSearch(archive).find(id));
    if (json) {
      System.out.println(archived.json());
    } else {
      SnapshotText.lines(archived.id().toString(), archived.snapshot())
          .forEach(System.out::println);
    }
    return ExitCode.OK;
  }
}
