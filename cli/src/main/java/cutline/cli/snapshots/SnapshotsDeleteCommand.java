package cutline.cli.snapshots;

import cutline.bank.archive.ArchiveName;
import cutline.bank.archive.ArchiveSearch;
import cutline.bank.archive.SnapshotArchive;
import cutline.bank.config.ConfigurationException;
import cutline.cli.command.ExitCode;
import cutline.cli.terminal.Colors;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cutline snapshots delete}: away with some of them. */
@Command(
    name = "delete",
    description = "Deletes archived snapshots; if one of them is unknown, none.",
    mixinStandardHelpOptions = true)
final class SnapshotsDeleteCommand extends ArchiveCommand {

  @Parameters(arity = "1..*", paramLabel = "ID", description = ArchiveText.ID)
  private List<String> ids = new ArrayList<>();

  @Override
  int run(SnapshotArchive archive, Colors colors) throws ConfigurationException {
    ArchiveSearch search = new ArchiveSearch(archive);
    List<ArchiveName> names = new ArrayList<>();
    for (String id : ids) {
      names.add(search.find(id));
    }
    for (ArchiveName name : names) {
      archive.delete(name);
      System.out.println("Deleted " + name.qualified());
    }
    return ExitCode.OK;
  }
}
