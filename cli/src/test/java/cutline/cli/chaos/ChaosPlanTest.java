package cutline.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.chaos.ChaosPlan.Fault;
import cutline.cli.chaos.ChaosPlan.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosPlanTest {

  private static final List<String> BRANCHES = List.of("A", "B", "C");

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(ChaosPlan.of(7, BRANCHES, 50)).isEqualTo(ChaosPlan.of(7, BRANCHES, 50));
    assertThat(ChaosPlan.of(7, BRANCHES, 50)).isNotEqualTo(ChaosPlan.of(8, BRANCHES, 50));
  }

  /** Another machine, and a later version of the JDK, must make the same of a seed. */
  @Test
  void aSeedMeansThisForEver() {
    assertThat(ChaosPlan.of(1, BRANCHES, 4).faults())
        .extracting(fault -> fault.kind() + " " + fault.branch())
        .containsExactly("STOP A", "KILL A", "CUT A", "KILL A", "KILL_TWICE A");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 20, 200})
  void asOftenAsWasWishedAndNotOnceMore(int kills) {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(ChaosPlan.of(seed, BRANCHES, kills).kills()).isEqualTo(kills);
    }
  }

  @Test
  void everyFaultHappensToEveryBranch() {
    List<Fault> faults = ChaosPlan.of(1, BRANCHES, 200).faults();
    for (Kind kind : Kind.values()) {
      for (String branch : BRANCHES) {
        assertThat(faults).anyMatch(fault -> fault.kind() == kind && fault.branch().equals(branch));
      }
    }
    assertThat(faults).noneMatch(fault -> fault.after().isNegative());
    assertThat(faults).noneMatch(fault -> fault.lasting().isNegative());
  }
}
