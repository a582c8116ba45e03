package cutline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningLinesTest {

  private final List<String> lines = new ArrayList<>();
  private long now;
  private final WarningLines warnings = new WarningLines(lines::add, () -> now);

  @Test
  void theSameAgainIsNotWritten() {
    for (String warning : List.of("a", "a", "b", "a", "a")) {
      warnings.line(warning);
    }
    assertThat(lines).containsExactly("a", "b", "a");
  }

  @Test
  void tenASecondAreWritten() {
    for (int i = 0; i < 1_010; i++) {
      warnings.line("" + i);
    }
    assertThat(lines).hasSize(10).endsWith("9");
    now += Duration.ofSeconds(1).toNanos();
    warnings.line("later");
    warnings.line("and later");
    assertThat(lines.subList(10, 12))
        .containsExactly("later (1,000 warnings before it left out)", "and later");
  }
}
