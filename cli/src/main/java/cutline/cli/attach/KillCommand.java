package cutline.cli.attach;

import picocli.CommandLine.Command;

/** {@code cutline kill}: what happens if a branch dies? */
@Command(
    name = "kill",
    description = "Kills a branch of a running demo, without a warning.",
    mixinStandardHelpOptions = true)
public final class KillCommand extends OrderCommand {

  KillCommand() {
    super("kill");
  }
}
