package cutline.cli.command;

/** How a command ends, for scripts. */
public final class ExitCode {

  /** Every total matches. */
  public static final int OK = 0;

  /** A complete snapshot does not add up. */
  public static final int INCONSISTENT = 1;

  /** The command line makes no sense. */
  public static final int USAGE = 2;

  /** A snapshot is incomplete or was aborted. */
  public static final int INCOMPLETE = 3;

  /** A branch cannot be reached, a port cannot be opened, or results cannot be written. */
  public static final int NETWORK = 4;

  /** A file is wrong, or the branches belong to another bank. */
  public static final int CONFIGURATION = 5;

  /** Our own bug. */
  public static final int BUG = 70;

  /** Ctrl-C. */
  public static final int INTERRUPTED = 130;

  /** Asked to end. */
  public static final int TERMINATED = 143;

  private ExitCode() {}
}
