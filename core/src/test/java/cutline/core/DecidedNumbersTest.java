package cutline.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DecidedNumbersTest {

  private final DecidedNumbers decided = new DecidedNumbers(4);

  @Test
  void nothingIsDecidedInTheBeginning() {
    assertThat(decided.contains(1)).isFalse();
    assertThat(decided.floor()).isZero();
    assertThat(decided.above()).isEmpty();
  }

  @Test
  void floorRisesWithoutGaps() {
    decided.add(1);
    decided.add(2);

    assertThat(decided.floor()).isEqualTo(2);
    assertThat(decided.above()).isEmpty();
    assertThat(decided.contains(2)).isTrue();
    assertThat(decided.contains(3)).isFalse();
  }

  @Test
  void gapKeepsTheOlderOneOpen() {
    decided.add(3);
    decided.add(2);

    assertThat(decided.contains(1)).isFalse();
    assertThat(decided.contains(2)).isTrue();
    assertThat(decided.floor()).isZero();
    assertThat(decided.above()).containsExactly(2L, 3L);
  }

  @Test
  void gapThatIsFilledIsForgotten() {
    decided.add(2);
    decided.add(3);
    decided.add(5);
    decided.add(1);

    assertThat(decided.floor()).isEqualTo(3);
    assertThat(decided.above()).containsExactly(5L);
  }

  @Test
  void numberIsDecidedOnce() {
    decided.add(1);
    decided.add(1);
    decided.add(3);
    decided.add(3);

    assertThat(decided.floor()).isEqualTo(1);
    assertThat(decided.above()).containsExactly(3L);
  }

  @Test
  void spanCountsFromTheOldestUndecidedNumber() {
    assertThat(decided.isPlausible(4)).isTrue();
    assertThat(decided.isPlausible(5)).isFalse();
    decided.add(2);
    assertThat(decided.isPlausible(5)).isFalse();
    decided.add(1);
    assertThat(decided.isPlausible(6)).isTrue();
    assertThat(decided.isPlausible(7)).isFalse();
  }

  @Test
  void decisionFarAheadIsNotLost() {
    decided.add(9);

    assertThat(decided.contains(9)).isTrue();
    assertThat(decided.contains(8)).isFalse();
  }

  @Test
  void numbersThatAreHandedOutAreACopy() {
    decided.add(3);
    decided.above().clear();

    assertThat(decided.contains(3)).isTrue();
  }

  @Test
  void numbersAreRestored() {
    decided.restore(7, List.of(9L, 10L));

    assertThat(decided.contains(7)).isTrue();
    assertThat(decided.contains(8)).isFalse();
    assertThat(decided.contains(10)).isTrue();
    decided.add(8);
    assertThat(decided.floor()).isEqualTo(10);
  }
}
