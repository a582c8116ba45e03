package cutline.cli;

/** How a command ends, for scripts. */
final class ExitCode {

  /** Every total matches. */
  static final int OK = 0;

  /** A complete snapshot does not add up. */
  static final int INCONSISTENT = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** A snapshot is incomplete or was aborted. */
  static final int INCOMPLETE = 3;

  /** A branch cannot be reached, or a port cannot be opened. */
  static final int NETWORK = 4;

  /** A file is wrong, or the branches belong to another bank. */
  static final int CONFIGURATION = 5;

  /** Our own bug. */
  static final int BUG = 70;

  /** Ctrl-C. */
  static final int INTERRUPTED = 130;

  /** Asked to end. */
  static final int TERMINATED = 143;

  private ExitCode() {}
}
