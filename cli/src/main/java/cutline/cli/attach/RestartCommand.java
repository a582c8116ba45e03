package cutline.cli.attach;

import picocli.CommandLine.Command;

/** {@code cutline restart}: and when it comes back? */
@Command(
    name = "restart",
    description = "Starts a branch of a running demo again that was killed.",
    mixinStandardHelpOptions = true)
public final class RestartCommand extends OrderCommand {

  RestartCommand() {
    super("restart");
  }
}
