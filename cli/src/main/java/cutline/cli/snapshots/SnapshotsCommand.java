package cutline.cli.snapshots;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cutline snapshots}: what was archived. */
@Command(
    name = "snapshots",
    description = "Lists, shows, checks, compares, deletes and restores archived snapshots.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SnapshotsListCommand.class,
      SnapshotsShowCommand.class,
      SnapshotsVerifyCommand.class,
      SnapshotsDiffCommand.class,
      SnapshotsDeleteCommand.class,
      SnapshotsRestoreCommand.class
    })
public final class SnapshotsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "one of list, show, verify, diff, delete and restore is missing");
  }
}
