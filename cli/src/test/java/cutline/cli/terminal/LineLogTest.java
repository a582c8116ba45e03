package cutline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.testing.SocketBank;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineLogTest {

  /** A reader that has gone for a walk, until {@link #read}. */
  private static final class Unread extends OutputStream {

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final CountDownLatch reading = new CountDownLatch(1);

    void read() {
      reading.countDown();
    }

    @Override
    public void write(int next) {
      try {
        reading.await();
        bytes.write(next);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    List<String> lines() {
      return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
  }

  private final Unread unread = new Unread();

  private LineLog log() {
    return new LineLog(new PrintStream(unread, false, StandardCharsets.UTF_8));
  }

  @Test
  void linesComeInOrder() {
    unread.read();
    List<String> lines = IntStream.range(0, 500).mapToObj(i -> "line " + i + " ✓").toList();
    try (LineLog log = log()) {
      lines.forEach(log::line);
    }
    assertThat(unread.lines()).isEqualTo(lines);
  }

  @Test
  void nobodyWaitsForAReader() {
    try (LineLog log = log()) {
      for (int i = 0; i < 100_000; i++) {
        log.line("line " + i);
      }
      unread.read();
      await().atMost(SocketBank.PATIENCE).until(() -> unread.lines().size() > 8_000);
    }
    List<String> written =
        unread.lines().stream().filter(line -> line.startsWith("line ")).toList();
    int leftOut =
        unread.lines().stream()
            .filter(line -> line.endsWith(" lines left out)"))
            .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
            .sum();
    assertThat(written).startsWith("line 0", "line 1");
    assertThat(written.size() + leftOut).isEqualTo(100_000);
  }

  @Test
  void theEndWaitsForAReaderButNotForEver() {
    LineLog log = log();
    log.line("unread");
    log.close();
    assertThat(unread.lines()).isEmpty();
    unread.read();
  }

  @Test
  void aLogMayEndWithoutALine() {
    unread.read();
    log().close();
    assertThat(unread.lines()).isEmpty();
  }
}
