package cutline.cli.terminal;

import java.io.IOException;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** Whether there is a person at the other end. */
public final class Terminals {

  private Terminals() {}

  /** Whether commands are typed at a terminal. */
  public static boolean isInput() {
    return is(SystemStream.Input);
  }

  /** Whether results appear on a terminal. */
  public static boolean isOutput() {
    return is(SystemStream.Output);
  }

  /** Whether messages and progress appear on a terminal. */
  public static boolean isError() {
    return is(SystemStream.Error);
  }

  private static boolean is(SystemStream stream) {
    try {
      return TerminalProvider.load("ffm").isSystemStream(stream);
    } catch (IOException | RuntimeException | LinkageError e) {
      return false; // Where it cannot be found out, nothing but text is safe.
    }
  }
}
