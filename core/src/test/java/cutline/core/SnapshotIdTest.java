package cutline.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotIdTest {

  @Test
  void readsWhatItWrites() {
    assertThat(SnapshotId.parse("A.1.7")).isEqualTo(new SnapshotId("A", 1, 7)).hasToString("A.1.7");
  }

  @Test
  void initiatorMayHaveDotsInItsName() {
    assertThat(SnapshotId.parse("branch.10.0.0.1.2.7"))
        .isEqualTo(new SnapshotId("branch.10.0.0.1", 2, 7))
        .hasToString("branch.10.0.0.1.2.7");
  }

  @Test
  void numbersAreOrderedAsNumbers() {
    assertThat(Stream.of("A.1.10", "B.1.1", "A.1.9", "A.2.10", "A.11.9").map(SnapshotId::parse))
        .allSatisfy(id -> assertThat(id).isEqualByComparingTo(id));
    assertThat(
            Stream.of("A.2.10", "B.1.1", "A.1.10", "A.1.9", "A.11.9")
                .map(SnapshotId::parse)
                .sorted())
        .extracting(SnapshotId::toString)
        .containsExactly("A.1.9", "A.1.10", "A.2.10", "A.11.9", "B.1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "A",
        "A.1",
        "1.7",
        ".1.7",
        "A..7",
        "A.1.",
        "A.x.7",
        "A.1.x",
        "A.0.7",
        "A.1.0",
        "A.-1.7",
        "A.1.-7",
        "A.1.7 ",
        "A.+1.7",
        "A.1.07",
        "A.1.99999999999999999999"
      })
  void whatIsNotAnIdIsRefused(String text) {
    assertThatThrownBy(() -> SnapshotId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a snapshot id: '" + text + "'");
  }

  @Test
  void idWithoutAnInitiatorIsRefused() {
    assertThatThrownBy(() -> new SnapshotId("", 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a snapshot id: '.1.1'");
  }
}
