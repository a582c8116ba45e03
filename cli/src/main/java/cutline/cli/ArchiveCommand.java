package cutline.cli;

import cutline.bank.archive.SnapshotArchive;
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
    return run(choice.archive(), Main.colors(spec));
  }

  /** Does the work; gives the exit code. */
  abstract int run(SnapshotArchive archive, Colors colors) throws Exception;
}
