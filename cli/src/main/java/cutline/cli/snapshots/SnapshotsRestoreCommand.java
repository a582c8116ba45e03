package cutline.cli.snapshots;

import cutline.bank.BankAddress;
import cutline.bank.BankConnection;
import cutline.bank.BankConnection.RestoreResult;
import cutline.bank.SnapshotJson;
import cutline.bank.archive.ArchiveName;
import cutline.bank.archive.ArchiveSearch;
import cutline.bank.archive.ArchivedSnapshot;
import cutline.bank.archive.RestoringMarker;
import cutline.bank.archive.SnapshotArchive;
import cutline.bank.config.ConfigurationException;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.attach.AttachCommand;
import cutline.cli.attach.Attachment;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.terminal.Colors;
import cutline.cli.text.SnapshotText;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cutline snapshots restore}: brings a bank that is at work back to one of them. */
@Command(
    name = "restore",
    description = {
      "Brings a running bank back to an archived snapshot: its balances, and the money in flight,"
          + " which is delivered again.",
      "The members have kept their parts of the last 16 snapshots of each initiator."
    },
    mixinStandardHelpOptions = true)
final class SnapshotsRestoreCommand extends AttachCommand {

  /** Members give each other three times the largest delay more, which they alone know. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  @Parameters(index = "0", paramLabel = "ID", description = ArchiveText.ID)
  private String id = "";

  @Option(
      names = "--coordinator",
      paramLabel = "NAME",
      description = "The member that coordinates it (default: the first one that answers).")
  private @Nullable String coordinator;

  @Option(
      names = "--request",
      paramLabel = "NAME",
      description =
          "Names the wish: repeated with the same coordinator, it leads to the same restore"
              + " (default: a new one).")
  private @Nullable String request;

  @Option(names = "--json", description = "JSON objects, one a line (docs/formats.md).")
  private boolean json;

  @Mixin private ArchiveChoice choice = new ArchiveChoice();

  @Override
  protected int run(Attachment attachment, Colors colors)
      throws CommandException, ConfigurationException, InterruptedException, IOException {
    SnapshotArchive archive = choice.archive();
    BankAddress bank = attachment.bank();
    ArchiveName name = new ArchiveSearch(archive).find(id, bank.id());
    ArchivedSnapshot archived = archive.read(name);
    ArchiveOrigin.require(archived, bank);
    try (RestoringMarker _ = marker(archive, name);
        BankConnection connection = attachment.connect()) {
      String member = MemberChoice.of("--coordinator", coordinator, connection, attachment);
      String wish = request == null ? connection.newRestoreRequest() : request;
      RestoreResult result;
      try (RestoreProgress _ = new RestoreProgress(attachment)) {
        result = connection.restore(wish, member, archived.id(), attachment.timeout().plus(GRACE));
      }
      tell(archived, result, "--coordinator %s --request %s".formatted(member, wish));
      BankSnapshot snapshot = SnapshotCommand.take(connection, member);
      choice.archivist(System.err::println).keep(bank.id(), snapshot);
      if (json) {
        System.out.println(SnapshotJson.line(snapshot));
      } else {
        SnapshotText.lines(1, snapshot).forEach(System.out::println);
      }
      SnapshotTally tally = new SnapshotTally();
      tally.add(snapshot);
      return tally.exitCode();
    }
  }

  /** Without one, others may delete the file, which has been read already. */
  private static @Nullable RestoringMarker marker(SnapshotArchive archive, ArchiveName name) {
    try {
      return archive.restoring(name);
    } catch (IOException e) {
      System.err.println("The archive does not know of the restore: " + e.getMessage());
      return null;
    }
  }

  /**
   * Says what came of it.
   *
   * @param again the options that lead to the same restore
   */
  private void tell(ArchivedSnapshot archived, RestoreResult result, String again)
      throws CommandException {
    RestoreOutcome outcome = RestoreOutcome.of(result);
    if (json) {
      System.out.println(ArchiveJson.restore("" + archived.id(), outcome, result.failure()));
    }
    switch (outcome) {
      case RESTORED -> {
        if (!json) {
          System.out.println(ArchiveText.restored(archived));
        }
      }
      case FAILED ->
          throw new CommandException(
              ExitCode.INCOMPLETE, "the bank stays as it is: " + result.failure());
      case UNKNOWN ->
          throw new CommandException(
              ExitCode.NETWORK,
              "it is not known whether the bank goes back to snapshot %s: %s; to ask again without going back twice, add %s"
                  .formatted(archived.id(), result.failure(), again));
    }
  }
}
