package cutline.cli.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a person or a script talks to a client. */
interface ClientConsole extends ClientOutput, AutoCloseable {

  /** Whether a person sits there, who need not wait for a snapshot before typing on. */
  boolean isInteractive();

  /**
   * Waits for a line.
   *
   * @param completion what may be typed
   * @return null at the end of input
   */
  @Nullable String readLine(Completion completion) throws InterruptedException;

  /** Writes a line of the log; nobody waits for that. */
  void log(String line);

  /** Shows how far something has come, until the next call; an empty text shows nothing. */
  void progress(String text);

  /** Ends the reading of lines; the log and results still appear. */
  void stopReading();

  @Override
  void close();

  /** Says what may be typed. */
  @FunctionalInterface
  interface Completion {

    /**
     * The words that may stand next.
     *
     * @param before the words of the line so far
     */
    List<String> after(List<String> before);
  }
}
