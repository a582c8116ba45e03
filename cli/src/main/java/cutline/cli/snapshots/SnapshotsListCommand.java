package cutline.cli.snapshots;

import cutline.bank.archive.ArchiveName;
import cutline.bank.archive.ArchivedSnapshot;
import cutline.bank.archive.SnapshotArchive;
import cutline.bank.config.ConfigurationException;
import cutline.cli.command.ExitCode;
import cutline.cli.terminal.Colors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cutline snapshots list}: all that are archived. */
@Command(
    name = "list",
    description = "Lists the archived snapshots, the oldest first.",
    mixinStandardHelpOptions = true)
final class SnapshotsListCommand extends ArchiveCommand {

  @Option(names = "--json", description = "One JSON object a snapshot (docs/formats.md).")
  private boolean json;

  @Override
  int run(SnapshotArchive archive, Colors colors) throws ConfigurationException {
    SnapshotArchive.Contents contents = archive.contents();
    List<ArchivedSnapshot> snapshots = new ArrayList<>();
    for (ArchiveName name : contents.snapshots()) {
      try {
        snapshots.add(archive.read(name));
      } catch (ConfigurationException e) {
        System.err.println(e.getMessage() + "; passed over");
      }
    }
    ArchiveText.passedOver(contents).forEach(System.err::println);
    snapshots.sort(Comparator.comparing(each -> each.snapshot().startedAt()));
    if (json) {
      snapshots.forEach(each -> System.out.println(each.json()));
    } else if (snapshots.isEmpty()) {
      System.out.println("There are no snapshots in %s.".formatted(archive.directory()));
    } else {
      ArchiveText.table(snapshots, Instant.now(), colors).forEach(System.out::println);
    }
    return ExitCode.OK;
  }
}
