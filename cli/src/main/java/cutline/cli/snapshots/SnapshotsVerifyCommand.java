package cutline.cli.snapshots;

import cutline.bank.archive.ArchiveName;
import cutline.bank.archive.ArchiveSearch;
import cutline.bank.archive.SnapshotArchive;
import cutline.bank.config.ConfigurationException;
import cutline.cli.command.ExitCode;
import cutline.cli.terminal.Colors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cutline snapshots verify}: whether what is archived is as it was. */
@Command(
    name = "verify",
    description = {
      "Checks archived snapshots: their checksums, and that they add up.",
      "Ends with exit code 1 if anything is wrong."
    },
    mixinStandardHelpOptions = true)
final class SnapshotsVerifyCommand extends ArchiveCommand {

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Which ones (default: all).")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--json", description = "One JSON object a snapshot (docs/formats.md).")
  private boolean json;

  @Override
  int run(SnapshotArchive archive, Colors colors) throws ConfigurationException {
    List<ArchiveName> names = new ArrayList<>();
    if (ids.isEmpty()) {
      SnapshotArchive.Contents contents = archive.contents();
      names.addAll(contents.snapshots());
      ArchiveText.passedOver(contents).forEach(System.err::println);
    } else {
      ArchiveSearch search = new ArchiveSearch(archive);
      for (String id : ids) {
        names.add(search.find(id));
      }
    }
    int bad = 0;
    for (ArchiveName name : names) {
      String problem = problem(archive, name);
      bad += problem == null ? 0 : 1;
      System.out.println(
          json
              ? ArchiveJson.verification(name, problem)
              : problem == null
                  ? "%s  %s".formatted(name.qualified(), colors.good("ok"))
                  : "%s  %s %s".formatted(name.qualified(), colors.bad("BAD"), problem));
    }
    if (!json) {
      System.out.println(
          "%,d snapshot%s: %,d ok, %,d bad"
              .formatted(names.size(), names.size() == 1 ? "" : "s", names.size() - bad, bad));
    }
    return bad == 0 ? ExitCode.OK : ExitCode.INCONSISTENT;
  }

  private static @Nullable String problem(SnapshotArchive archive, ArchiveName name) {
    try {
      archive.read(name);
      return null;
    } catch (ConfigurationException e) {
      return e.getMessage();
    }
  }
}
