package cutline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {

  private static final String ERASE = "\r\033[K";

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final AtomicLong now = new AtomicLong();

  private ProgressBar bar(boolean isTerminal) {
    return new ProgressBar(
        new PrintStream(shown, false, StandardCharsets.UTF_8), isTerminal, now::get);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsQuickHasNone() {
    try (ProgressBar bar = bar(true)) {
      bar.show("markers", 1, 12);
      pass(Duration.ofMillis(999));
      bar.show("markers", 11, 12);
    }
    assertThat(shown()).isEmpty();
  }

  @Test
  void whatTakesLongerShowsOneLineAndErasesIt() {
    try (ProgressBar bar = bar(true)) {
      pass(Duration.ofSeconds(1));
      bar.show("markers", 6, 12);
      assertThat(shown()).isEqualTo(ERASE + "[######      ] markers 6/12   1.0 s");
      pass(Duration.ofMillis(250));
      bar.show("markers", 12, 12);
    }
    assertThat(shown())
        .isEqualTo(
            ERASE
                + "[######      ] markers 6/12   1.0 s"
                + ERASE
                + "[############] markers 12/12   1.3 s"
                + ERASE);
  }

  @Test
  void elsewhereThanOnATerminalThereIsNone() {
    try (ProgressBar bar = bar(false)) {
      pass(Duration.ofMinutes(1));
      bar.show("markers", 6, 12);
    }
    assertThat(shown()).isEmpty();
  }

  @Test
  void onceItIsGoneItStaysAway() {
    ProgressBar bar = bar(true);
    pass(Duration.ofSeconds(2));
    bar.show("markers", 6, 12);
    bar.close();
    String all = shown();
    bar.show("markers", 7, 12);
    bar.close();
    assertThat(shown()).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 12 | '[            ] x 0/12   0.5 s'",
        "1 | 12 | '[#           ] x 1/12   0.5 s'",
        "1 | 13 | '[            ] x 1/13   0.5 s'",
        "0 | 0 | '[            ] x 0/0   0.5 s'",
        "13 | 12 | '[############] x 13/12   0.5 s'",
        "2147483647 | 2147483647 | '[############] x 2147483647/2147483647   0.5 s'"
      })
  void theBarFills(int done, int of, String text) {
    assertThat(ProgressBar.text("x", done, of, 500_000_000)).isEqualTo(text);
  }
}
