package cutline.cli.snapshots;

import cutline.bank.BankConnection;
import cutline.cli.attach.Attachment;
import cutline.cli.attach.BankStatus;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.terminal.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Which member of a bank is to do something. */
final class MemberChoice {

  private MemberChoice() {}

  /**
   * The member that a person has named, or else the first one that answers.
   *
   * @param option how it is named
   * @param name its name, or null
   */
  static String of(
      String option, @Nullable String name, BankConnection connection, Attachment attachment)
      throws CommandException, InterruptedException {
    if (name == null) {
      return answering(connection, attachment);
    }
    if (!connection.bank().names().contains(name)) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s %s: the members are %s"
              .formatted(option, name, String.join(", ", connection.bank().names())));
    }
    return name;
  }

  private static String answering(BankConnection connection, Attachment attachment)
      throws CommandException, InterruptedException {
    try (ProgressBar progress = new ProgressBar()) {
      BankStatus status =
          BankStatus.ask(connection, BankStatus.Wanted.ONE, attachment.timeout(), progress);
      if (status.statuses().isEmpty()) {
        throw new CommandException(
            ExitCode.NETWORK, "no member of the bank answers: " + status.absence());
      }
      return status.statuses().firstEntry().getKey();
    }
  }
}
