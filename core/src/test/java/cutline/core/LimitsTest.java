package cutline.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  @Test
  void smallestBoundsAreAccepted() {
    assertThatCode(() -> new Limits(1, 0, 1)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, -1, 1", "1, 0, 0"})
  void smallerBoundsAreRefused(int snapshotsAtOnce, int recordedMessages, int undecidedSpan) {
    assertThatThrownBy(() -> new Limits(snapshotsAtOnce, recordedMessages, undecidedSpan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limits out of range");
  }
}
