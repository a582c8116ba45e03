package cutline.cli.demo;

import cutline.cli.terminal.Colors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The demo's terminal: a prompt at the bottom, what is said above it, and below it how far things
 * have come. One thread reads lines; all may say something.
 */
final class DemoConsole implements AutoCloseable {

  private final Terminal terminal;
  private final Reader reader;
  private final Colors colors;

  DemoConsole(Colors colors) throws IOException {
    this.colors = colors;
    // Signals are for all of the command, not only for the prompt.
    this.terminal =
        TerminalBuilder.builder()
            .system(true)
            .provider("ffm")
            .nativeSignals(false)
            .encoding(StandardCharsets.UTF_8)
            .build();
    Signals.register("WINCH", () -> terminal.raise(Terminal.Signal.WINCH));
    Signals.register("CONT", () -> terminal.raise(Terminal.Signal.CONT));
    this.reader = new Reader(terminal);
  }

  private static final class Reader extends LineReaderImpl {

    Reader(Terminal terminal) throws IOException {
      super(terminal, "cutline", new HashMap<>());
      setParser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]));
      option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
      // Lines that are pasted are commands, one after the other.
      option(LineReader.Option.BRACKETED_PASTE, false);
      variable(LineReader.HISTORY_SIZE, 500);
    }

    void below(@Nullable AttributedString text) {
      lock.lock();
      try {
        if (reading) {
          post = text == null ? null : () -> text;
          redisplay();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * The next line that is typed; null if there will be none.
   *
   * @throws InterruptedException on Ctrl-C, or if the thread is interrupted
   */
  @Nullable String readLine() throws InterruptedException {
    try {
      return reader.readLine("> ");
    } catch (UserInterruptException e) {
      throw new InterruptedException();
    } catch (EndOfFileException e) {
      return null;
    }
  }

  /** Says some lines, above the prompt. */
  void say(List<String> lines) {
    reader.printAbove(
        String.join(
            "\n",
            lines.stream()
                .flatMap(line -> DemoText.wrapped(line, terminal.getSize().getColumns()).stream())
                .map(line -> DemoText.colored(line, colors))
                .toList()));
  }

  /** Says a line, above the prompt. */
  void say(String line) {
    say(List.of(line));
  }

  /** Says something of less importance. */
  void sayFaintly(String line) {
    reader.printAbove(colors.faint(line));
  }

  /** Shows, below the prompt, how far things have come; nothing for no lines. */
  void show(List<String> lines) {
    if (lines.isEmpty()) {
      reader.below(null);
      return;
    }
    AttributedStringBuilder text = new AttributedStringBuilder();
    text.style(colors.areOn() ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT);
    text.append(String.join("\n", lines));
    reader.below(text.toAttributedString());
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      // The process ends, and the terminal is as it was.
    }
  }
}
