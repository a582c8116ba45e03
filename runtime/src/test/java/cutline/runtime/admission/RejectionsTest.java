package cutline.runtime.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectionsTest {

  private final List<String> lines = new ArrayList<>();
  private long now = Long.MAX_VALUE - 100; // As any other time, it passes into the negative.
  private final Rejections rejections = new Rejections(lines::add, () -> now);

  @Test
  void theFirstIsLoggedWithWhoAndWhy() {
    rejections.count("10.0.0.7:4711", Rejection.FRAME, "the amount is negative");
    assertThat(lines)
        .containsExactly("closed the connection with 10.0.0.7:4711: the amount is negative");
  }

  @Test
  void aThousandInASecondAreOneLineAndTheNextOneTellsOfThem() {
    for (int i = 0; i < 1000; i++) {
      rejections.count("x", Rejection.FRAME, "no");
    }
    now += Duration.ofSeconds(1).toNanos();
    rejections.count("y", Rejection.VERSION, "no");
    now += Duration.ofSeconds(1).toNanos();
    rejections.count("z", Rejection.VERSION, "no");
    assertThat(lines)
        .containsExactly(
            "closed the connection with x: no",
            "closed the connection with y: no (and 999 more since the last such line)",
            "closed the connection with z: no");
  }

  @Test
  void allAreCountedByReason() {
    for (int i = 0; i < 1000; i++) {
      rejections.count("x", Rejection.FRAME, "no");
    }
    rejections.count("y", Rejection.VERSION, "no");
    assertThat(rejections.of(Rejection.FRAME)).isEqualTo(1000);
    assertThat(rejections.of(Rejection.VERSION)).isEqualTo(1);
    assertThat(rejections.of(Rejection.SILENCE)).isZero();
  }
}
