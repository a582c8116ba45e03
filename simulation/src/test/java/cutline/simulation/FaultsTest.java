package cutline.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults are chosen by name, and more or less of them. */
class FaultsTest {

  @ParameterizedTest
  @ValueSource(strings = {"all", "none", "crash", "delay,loss=2.5", "torn-write=0.1,restore"})
  void whatIsReadIsWrittenTheSame(String text) {
    assertThat(Faults.parse(text)).hasToString(text);
  }

  @Test
  void whatIsNotNamedDoesNotHappen() {
    Faults faults = Faults.parse("crash=2");
    for (Fault fault : Fault.values()) {
      assertThat(faults.of(fault)).isEqualTo(fault == Fault.CRASH ? 2 : 0);
    }
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> Faults.parse("crahs"))
        .hasMessageStartingWith("'crahs' is not a fault; there are all, none, delay, ");
    assertThatThrownBy(() -> Faults.parse("crash,"))
        .hasMessageStartingWith("'' is not a fault; there are ");
    assertThatThrownBy(() -> Faults.parse("loss=much"))
        .hasMessage("'loss=much': an intensity is a number above 0, at most 100; 1 is usual");
    assertThatThrownBy(() -> Faults.parse("loss=0"))
        .hasMessage("'loss=0': an intensity is a number above 0, at most 100; 1 is usual");
  }

  @Test
  void moreIntenseMeansMore() {
    assertThat(crashes("crash=2.5")).isGreaterThan(2 * crashes("crash"));
    assertThat(crashes("none")).isZero();
  }

  private static long crashes(String faults) {
    long crashes = 0;
    for (long seed = 1; seed <= 500; seed++) {
      crashes +=
          Planner.plan(seed, Faults.parse(faults), Channels.FIFO).deeds().stream()
              .filter(Deed.Crash.class::isInstance)
              .count();
    }
    return crashes;
  }
}
