package cutline.cli.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** The whole terminal, as long as it is open; afterwards all is on it again that was before. */
final class WatchTerminal implements AutoCloseable {

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private @Nullable Size size;

  private WatchTerminal(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
    this.display = new Display(terminal, true);
  }

  /** Takes the terminal over. */
  static WatchTerminal open() throws IOException {
    WatchTerminal opened =
        new WatchTerminal(
            TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                .provider("ffm")
                .dumb(false)
                .encoding(StandardCharsets.UTF_8)
                .graphemeCluster(false)
                .build());
    try {
      opened.begin();
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private void begin() {
    terminal.enterRawMode();
    Attributes keys = new Attributes(terminal.getAttributes());
    // Ctrl-C is a key like others here, and Ctrl-Z would leave the shell with our screen.
    keys.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(keys);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  Size size() {
    return terminal.getSize();
  }

  /** Shows these lines, as many as there are rows. */
  void show(List<AttributedString> lines, Size at) {
    if (!at.equals(size)) {
      size = at;
      display.resize(at);
      display.clear();
    }
    display.update(lines, 0);
  }

  WatchKey key(long millis) throws IOException {
    return WatchKey.next(terminal.reader()::read, millis);
  }

  @Override
  public void close() {
    terminal.puts(Capability.exit_ca_mode);
    terminal.puts(Capability.cursor_normal);
    terminal.flush();
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException e) {
      // The process ends anyway.
    }
  }
}
