package cutline.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks of a {@link Network} find the bugs that they are there for. */
class PlantedBugsTest {

  private static final int SEEDS = 100;

  private static Stream<Law.Broken> findings(PlantedBug bug, Scenario.Channels channels) {
    return Stream.iterate(1L, seed -> seed <= SEEDS, seed -> seed + 1)
        .flatMap(seed -> {
          try {
            Network.random(channels, seed, Network.Rebuild.AT_RESTARTS, EnumSet.of(bug)).run();
            return Stream.empty();
          } catch (Law.Broken broken) {
            return Stream.of(broken);
          }
        });
  }

  /** Mixed channels have something for every bug. */
  @ParameterizedTest
  @EnumSource
  void everyPlantedBugIsFoundSoon(PlantedBug bug) {
    assertThat(findings(bug, Scenario.Channels.MIXED).findFirst())
        .as("%s within %d seeds", bug, SEEDS)
        .isPresent();
  }

  @Test
  void everyLawCatchesABug() {
    Set<Law> caught = EnumSet.noneOf(Law.class);
    for (PlantedBug bug : PlantedBug.values()) {
      findings(bug, Scenario.Channels.MIXED).forEach(broken -> caught.addAll(broken.laws()));
    }
    // Only a machine could refuse without a bound, and it has no switch for bugs.
    assertThat(caught)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(Law.ONLY_BOUNDS_REFUSE)));
  }

  @Test
  void markerThatOvertakesAMessageIsBlamedOnItsChannel() {
    assertThat(findings(PlantedBug.MARKER_OVERTAKES_MESSAGE, Scenario.Channels.FIFO))
        .isNotEmpty()
        .allSatisfy(broken ->
            assertThat(broken)
                .hasMessageMatching(
                    "(?s)seed \\d+, channels FIFO: .*channel [A-H]→[A-H] broke its promise"
                        + " \\(FIFO\\): \\d+ messages from before the cut of [A-H] in snapshot"
                        + " [A-H]\\.\\d+\\.\\d+ had arrived when its marker came, and the"
                        + " marker counts \\d+.*"));
  }
}
