package cutline.cli.snapshots;

import cutline.bank.BankConnection;
import cutline.bank.SnapshotJson;
import cutline.bank.SnapshotProgress;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.attach.AttachCommand;
import cutline.cli.attach.Attachment;
import cutline.cli.command.CommandException;
import cutline.cli.terminal.Colors;
import cutline.cli.terminal.ProgressBar;
import cutline.cli.terminal.Terminals;
import cutline.cli.text.SnapshotText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code cutline snapshot}: takes a snapshot of a bank that is at work. */
@Command(
    name = "snapshot",
    description = "Takes a snapshot of a running bank.",
    mixinStandardHelpOptions = true)
public final class SnapshotCommand extends AttachCommand {

  @Option(
      names = "--from",
      paramLabel = "NAME",
      description = "The member that initiates it (default: the first one that answers).")
  private @Nullable String from;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "Take N, one after the other (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--json", description = "One JSON object a snapshot (docs/formats.md).")
  private boolean json;

  @Mixin private ArchiveChoice choice = new ArchiveChoice();

  @Override
  protected void check(CommandSpec command) {
    if (count < 1) {
      throw new ParameterException(command.commandLine(), "--count is " + count + ", less than 1");
    }
  }

  @Override
  protected int run(Attachment attachment, Colors colors)
      throws CommandException, InterruptedException {
    SnapshotTally tally = new SnapshotTally();
    Archivist archivist = choice.archivist(System.err::println);
    try (BankConnection connection = attachment.connect()) {
      String initiator = MemberChoice.of("--from", from, connection, attachment);
      for (int number = 1; number <= count && !System.out.checkError(); number++) {
        BankSnapshot snapshot = take(connection, initiator);
        archivist.keep(attachment.bank().id(), snapshot);
        if (json) {
          System.out.println(SnapshotJson.line(snapshot));
        } else {
          SnapshotText.lines(number, snapshot).forEach(System.out::println);
        }
        tally.add(snapshot);
      }
    }
    return tally.exitCode();
  }

  /** Takes one, and shows how far it has come. */
  static BankSnapshot take(BankConnection connection, String initiator)
      throws InterruptedException {
    try (ProgressBar progress = new ProgressBar()) {
      SnapshotProgress markers = (_, arrived, all) -> progress.show("markers", arrived, all);
      // Asking all how far they are is not free: only if somebody looks.
      return connection.snapshot(initiator, Terminals.isError() ? markers : null);
    }
  }
}
