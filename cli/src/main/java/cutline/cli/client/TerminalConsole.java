package cutline.cli.client;

import cutline.cli.terminal.LineLog;
import cutline.cli.terminal.Terminals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;
import org.jspecify.annotations.Nullable;

/** A console for a person: a prompt, and all that is said appears above it. */
final class TerminalConsole implements ClientConsole {

  private static final String PROMPT = "> ";
  private static final String SHOW_PROGRESS = "show-progress";
  private static final int WIDTH = 100;

  private final Terminal terminal;
  private final Attributes attributes;
  private final LineReader reader;
  private final LineLog lines;
  private final Runnable controlC;
  private final AtomicReference<@Nullable Thread> reading = new AtomicReference<>();
  private volatile Completion completion = _ -> List.of();
  private volatile String progress = "";
  private volatile boolean stopped;

  /**
   * A console on the terminal of this process.
   *
   * @param controlC is called for each Ctrl-C
   */
  TerminalConsole(Runnable controlC) throws IOException {
    this.controlC = controlC;
    terminal =
        TerminalBuilder.builder()
            .system(true)
            .encoding(StandardCharsets.UTF_8)
            .graphemeCluster(false)
            .build();
    terminal.handle(Terminal.Signal.INT, _ -> controlC.run());
    // For the whole time: what is typed while a command is carried out appears at the next prompt.
    attributes = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, true);
    terminal.setAttributes(raw);
    DefaultParser parser = new DefaultParser();
    parser.setEscapeChars(new char[0]);
    parser.setQuoteChars(new char[0]);
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(parser)
            .completer((_, line, candidates) -> complete(line, candidates))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            // What is pasted is what is typed: each of its lines is carried out.
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .variable(LineReader.BELL_STYLE, "off")
            .build();
    reader.getWidgets().put(SHOW_PROGRESS, this::showProgress);
    // Whoever sends the log elsewhere, as in `./client 1 2>log`, has the terminal without it.
    lines = Terminals.isError() ? new LineLog(reader::printAbove) : LineLog.onStandardError();
  }

  private void complete(ParsedLine line, List<Candidate> candidates) {
    completion.after(line.words().subList(0, line.wordIndex())).stream()
        .map(Candidate::new)
        .forEach(candidates::add);
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  @Override
  public @Nullable String readLine(Completion mayBeTyped) throws InterruptedException {
    completion = mayBeTyped;
    reading.set(Thread.currentThread());
    try {
      if (stopped) {
        throw new InterruptedException();
      }
      return reader.readLine(PROMPT);
    } catch (EndOfFileException e) {
      return null;
    } catch (UserInterruptException e) {
      if (!stopped) {
        controlC.run();
      }
      throw new InterruptedException();
    } finally {
      reading.set(null);
    }
  }

  @Override
  public void result(List<String> result) {
    reader.printAbove(String.join("\n", result));
  }

  @Override
  public void remark(String line) {
    reader.printAbove(line);
  }

  @Override
  public void mistake(String line) {
    reader.printAbove(line);
  }

  @Override
  public int width() {
    int width = terminal.getSize().getColumns();
    return width > 0 ? width : WIDTH;
  }

  @Override
  public void log(String line) {
    lines.line(line);
  }

  @Override
  public void progress(String text) {
    if (!text.equals(progress)) {
      progress = text;
      try {
        reader.callWidget(SHOW_PROGRESS);
      } catch (IllegalStateException e) {
        // No line is being read; the next change shows it.
      }
    }
  }

  private boolean showProgress() {
    Status.getStatus(terminal)
        .update(progress.isEmpty() ? List.of() : List.of(new AttributedString(progress)));
    // What clears a line that is gone stays in a buffer otherwise.
    terminal.flush();
    return true;
  }

  @Override
  public void stopReading() {
    stopped = true;
    Thread reads = reading.get();
    if (reads != null) {
      reads.interrupt();
    }
  }

  @Override
  public void close() {
    lines.close();
    try {
      terminal.setAttributes(attributes);
      terminal.close();
    } catch (IOException e) {
      // It is gone.
    }
  }
}
