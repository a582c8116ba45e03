package cutline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColorsTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "auto,   true,  -, xterm, true",
        "auto,   false, -, xterm, false",
        "auto,   true,  1, xterm, false",
        "auto,   true, '', xterm, true",
        "auto,   true,  -, dumb,  false",
        "auto,   true,  -, -,     true",
        "always, false, 1, dumb,  true",
        "never,  true,  -, xterm, false"
      })
  void thereAreColoursWhereSomebodySeesThemAndWantsThem(
      Colors.When when, boolean isTerminal, String noColor, String term, boolean areOn) {
    Map<String, String> environment = new java.util.HashMap<>();
    if (noColor != null) {
      environment.put("NO_COLOR", noColor);
    }
    if (term != null) {
      environment.put("TERM", term);
    }
    assertThat(Colors.of(when, environment, isTerminal).areOn()).isEqualTo(areOn);
  }

  /** What the user's own theme makes readable, on dark and on light. */
  @Test
  void onlyTheTerminalsOwnColoursAreUsed() {
    Colors on = Colors.of(Colors.When.always, Map.of(), false);
    assertThat(on.good("x")).isEqualTo("\033[32mx\033[0m");
    assertThat(on.notable("x")).isEqualTo("\033[33mx\033[0m");
    assertThat(on.bad("x")).isEqualTo("\033[31m\033[1mx\033[0m");
    assertThat(on.strong("x")).isEqualTo("\033[1mx\033[0m");
    assertThat(on.faint("x")).isEqualTo("\033[2mx\033[0m");
    assertThat(on.good("")).isEmpty();
  }

  @Test
  void withoutColoursThereIsOnlyText() {
    assertThat(Colors.NONE.good("x") + Colors.NONE.bad("y") + Colors.NONE.faint("z"))
        .isEqualTo("xyz");
  }
}
