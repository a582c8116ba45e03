package cutline.cli.attach;

import cutline.cli.command.CommandException;
import cutline.cli.command.Interrupts;
import cutline.cli.terminal.Colors;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command about a bank that is at work, from another terminal. */
public abstract class AttachCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private BankChoice choice = new BankChoice();

  @Override
  public final Integer call() throws Exception {
    check(spec);
    Interrupts interrupts = new Interrupts();
    try (Attachment bank = choice.attach()) {
      return run(bank, Colors.chosen(spec));
    } catch (InterruptedException e) {
      return interrupts.exitCode();
    }
  }

  /** Refuses what makes no sense, before anything is done. */
  protected void check(CommandSpec command) throws CommandException {}

  /** Does the work; gives the exit code. */
  protected abstract int run(Attachment bank, Colors colors) throws Exception;
}
