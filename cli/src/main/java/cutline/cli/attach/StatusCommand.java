package cutline.cli.attach;

import cutline.bank.BankConnection;
import cutline.cli.command.ExitCode;
import cutline.cli.terminal.Colors;
import cutline.cli.terminal.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cutline status}: how the members of a bank are. */
@Command(
    name = "status",
    description = "Shows how the members of a running bank are.",
    mixinStandardHelpOptions = true)
public final class StatusCommand extends AttachCommand {

  @Option(names = "--json", description = "One JSON object (docs/formats.md).")
  private boolean json;

  @Override
  protected int run(Attachment attachment, Colors colors) throws InterruptedException {
    BankStatus status;
    try (BankConnection connection = attachment.connect();
        ProgressBar progress = new ProgressBar()) {
      status = BankStatus.ask(connection, BankStatus.Wanted.ALL, attachment.timeout(), progress);
    }
    if (json) {
      System.out.println(StatusJson.line(status));
    } else {
      StatusText.lines(status, colors).forEach(System.out::println);
    }
    if (status.statuses().isEmpty()) {
      return ExitCode.NETWORK;
    }
    return status.missing().isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }
}
