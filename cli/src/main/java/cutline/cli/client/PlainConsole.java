package cutline.cli.client;

import cutline.cli.terminal.LineLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A console for scripts: lines in, results to standard output, all else to standard error. */
final class PlainConsole implements ClientConsole {

  private static final int WIDTH = 100;
  private static final int MAX_LINE = 10_000;

  private final BufferedReader in;
  private final PrintStream out;
  private final LineLog lines;
  private final Runnable unread;

  /**
   * A console of these streams.
   *
   * @param unread is called when nobody reads the results any more
   */
  PlainConsole(InputStream in, PrintStream out, PrintStream err, Runnable unread) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.lines = new LineLog(err);
    this.unread = unread;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  /** The rest of a line that is too long is passed over. */
  @Override
  public @Nullable String readLine(Completion completion) {
    StringBuilder line = new StringBuilder();
    try {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      for (; next >= 0 && next != '\n'; next = in.read()) {
        if (line.length() < MAX_LINE) {
          line.append((char) next);
        }
      }
    } catch (IOException e) {
      return null; // As good as its end.
    }
    return line.toString();
  }

  @Override
  public void result(List<String> result) {
    synchronized (out) {
      result.forEach(out::println);
      if (out.checkError()) {
        unread.run();
      }
    }
  }

  @Override
  public void remark(String line) {
    lines.line(line);
  }

  @Override
  public void mistake(String line) {
    lines.line(line);
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void log(String line) {
    lines.line(line);
  }

  @Override
  public void progress(String text) {}

  @Override
  public void stopReading() {}

  @Override
  public void close() {
    lines.close();
  }
}
