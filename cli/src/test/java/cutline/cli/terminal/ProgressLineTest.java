package cutline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.runtime.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** It comes after a second, once a second, on a terminal only, and goes when all is done. */
class ProgressLineTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private long nanos;

  private String show(boolean isTerminal) {
    Ticker ticker = () -> nanos;
    try (PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8);
        ProgressLine line = new ProgressLine(terminal, isTerminal, ticker)) {
      for (int tenths = 0; tenths < 25; tenths++) {
        nanos = tenths * 100_000_000L;
        line.show(tenths + " states");
      }
    }
    return shown.toString(StandardCharsets.UTF_8);
  }

  @Test
  void onATerminal() {
    assertThat(show(true)).isEqualTo("\r\033[K10 states   1 s\r\033[K20 states   2 s\r\033[K");
  }

  @Test
  void nowhereElse() {
    assertThat(show(false)).isEmpty();
  }
}
