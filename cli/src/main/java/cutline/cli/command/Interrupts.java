package cutline.cli.command;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Ctrl-C and the wish to terminate. The first interrupts the command's thread, which ends in order;
 * the second ends the process at once.
 */
public final class Interrupts {

  /** The program {@code timeout} sends its signal twice: to its child, and to the whole group. */
  private static final long TWICE = Duration.ofMillis(100).toNanos();

  private final Thread command;
  private final AtomicInteger exitCode = new AtomicInteger();
  private long firstAt;

  /** Interrupts the thread that calls this. */
  public Interrupts() {
    command = Thread.currentThread();
    Signals.register("INT", () -> caught(ExitCode.INTERRUPTED));
    Signals.register("TERM", () -> caught(ExitCode.TERMINATED));
  }

  /** Ctrl-C was pressed in a terminal that does not make a signal of it. */
  public void controlC() {
    caught(ExitCode.INTERRUPTED);
  }

  private synchronized void caught(int code) {
    if (exitCode.compareAndSet(0, code)) {
      firstAt = System.nanoTime();
      command.interrupt();
    } else if (!isFirstAgain(code)) {
      Runtime.getRuntime().halt(code);
    }
  }

  private boolean isFirstAgain(int code) {
    return code == ExitCode.TERMINATED
        && exitCode.get() == code
        && System.nanoTime() - firstAt < TWICE;
  }

  /** Whether there was one. */
  public boolean wasCaught() {
    return exitCode.get() != 0;
  }

  /**
   * Ctrl-C was typed at a prompt, where it is a key and no signal: the next one ends it at once.
   */
  public void typed() {
    exitCode.compareAndSet(0, ExitCode.INTERRUPTED);
  }

  /** The exit code of a command that was interrupted. */
  public int exitCode() {
    int caught = exitCode.get();
    return caught == 0 ? ExitCode.TERMINATED : caught;
  }
}
