package cutline.bank.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.domain.DurationRange;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "5s, PT5S, 5s",
    "200ms, PT0.2S, 200ms",
    "0ms, PT0S, 0s",
    "0s, PT0S, 0s",
    "1.5s, PT1.5S, 1500ms",
    "0.25us, PT0.00000025S, 250ns",
    "0.5ns, PT0S, 0s",
    "999999999ns, PT0.999999999S, 999999999ns",
    "4.0006001s, PT4.0006001S, 4.0006001s",
    "86399.999999999s, PT23H59M59.999999999S, 86399.999999999s",
    "60s, PT1M, 1m",
    "90m, PT1H30M, 90m",
    "24h, PT24H, 24h",
    "86400s, PT24H, 24h",
    "' 7us ', PT0.000007S, 7us",
  })
  void areReadAndWritten(String text, Duration duration, String written) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.text(duration)).isEqualTo(written);
    assertThat(Durations.parse(written)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "5",
        "s",
        "-5s",
        "+5s",
        "5 s",
        "5S",
        "5sec",
        "5d",
        "1h30m",
        ".5s",
        "5.s",
        "1e3s",
        "1_000s",
        "٥s",
        "5s5s",
        "0x5s",
        "NaNs",
        "1234567890s",
        "1.0123456789s"
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' is not a duration (expected a number and a unit, as in 200ms, 5s, 1m)", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"24.000000001h", "25h", "86401s", "999999999h", "300000h"})
  void moreThanADayIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'%s' is more than a day", text);
  }

  @ParameterizedTest
  @CsvSource({
    "0ms..500ms, PT0S, PT0.5S",
    "50ms, PT0S, PT0.05S",
    "1s..1s, PT1S, PT1S",
    "0.5s..2m, PT0.5S, PT2M",
    "'1s .. 2s', PT1S, PT2S",
    "0s..24h, PT0S, PT24H",
  })
  void rangesAreRead(String text, Duration least, Duration most) {
    assertThat(Durations.parseRange(text)).isEqualTo(new DurationRange(least, most));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "5s..", "..5s", "1s...2s", "1s..2s..3s", "1s-2s", "1..2s", ""})
  void otherTextIsNoRange(String text) {
    assertThatThrownBy(() -> Durations.parseRange(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a duration");
  }

  @Test
  void aRangeDoesNotEndBeforeItBegins() {
    assertThatThrownBy(() -> Durations.parseRange("5s..1s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'5s..1s' ends before it begins");
    assertThatThrownBy(() -> Durations.parseRange("0s..25h"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'25h' is more than a day");
  }
}
