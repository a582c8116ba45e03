package cutline.cli.snapshots;

import cutline.bank.archive.SnapshotArchive;
import cutline.cli.terminal.Colors;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command about archived snapshots, for which no bank needs to be at work. */
abstract class ArchiveCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ArchiveChoice choice = new ArchiveChoice();

  @Override
  public final Integer call() throws Exception {
    return run(choice.archive(), Colors.chosen(spec));
  }

  /** Does the work; gives the exit code. */
  abstract int run(SnapshotArchive archive, Colors colors) throws Exception;
}
