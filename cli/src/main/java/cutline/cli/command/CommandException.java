package cutline.cli.command;

/** A command cannot go on, and it is not our bug: one line for people, and an exit code. */
public final class CommandException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
