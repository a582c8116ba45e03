package cutline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.simulation.Search.Result;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever goes wrong, no law is broken. A failure names its seed; {@code cutline simulate --seeds
 * SEED..SEED} tells what happened there.
 */
class CleanSeedsTest {

  private static final long SEEDS = 2_000;

  /** On channels of all kinds, as each seed has it. */
  private static Result run(Faults faults) throws InterruptedException {
    Result result = new Search(faults, null, () -> Mutation.NONE).run(1, SEEDS, 2, _ -> {});
    assertThat(result.first()).isNull();
    assertThat(result.schedules()).isEqualTo(SEEDS);
    assertThat(result.snapshots()).isGreaterThan(SEEDS);
    return result;
  }

  /** Nothing was checked by snapshots that had nothing in flight. */
  private static void demandSubstance(Result result) {
    assertThat(result.inFlight()).isGreaterThan(result.snapshots() * 3 / 10);
  }

  @Test
  void everythingGoesWrong() throws InterruptedException {
    demandSubstance(run(Faults.ALL));
  }

  @Test
  void nothingGoesWrong() throws InterruptedException {
    demandSubstance(run(Faults.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void everySeedHasChannelsOfSomeKind(Channels channels) {
    assertThat(LongStream.range(0, 100).filter(seed -> Channels.of(seed) == channels).count())
        .isGreaterThan(20);
  }

  @Test
  void everyKindOfFaultHappens() {
    Set<Deed.Where> deaths = EnumSet.noneOf(Deed.Where.class);
    int[] restored = {0};
    int[] lost = {0};
    int[] incomplete = {0};
    int[] late = {0};
    for (long seed = 1; seed <= 300; seed++) {
      Plan plan = Planner.plan(seed, Faults.ALL, Channels.of(seed));
      World.run(
          plan,
          Mutation.NONE,
          (at, what) -> {
            switch (what) {
              case Happening.Killed killed -> deaths.add(killed.where());
              case Happening.WentBack _ -> restored[0]++;
              case Happening.Connected connected -> lost[0] += connected.isThere() ? 0 : 1;
              case Happening.Decided decided ->
                  incomplete[0] += decided.snapshot().isComplete() ? 0 : 1;
              case Happening.Started started -> late[0] += at > 0 && started.life() == 1 ? 1 : 0;
              default -> {}
            }
          });
    }
    assertThat(deaths).containsExactlyInAnyOrder(Deed.Where.values());
    assertThat(restored[0]).as("processes that went back to a snapshot").isGreaterThan(50);
    assertThat(lost[0]).as("connections that ended").isGreaterThan(300);
    assertThat(incomplete[0]).as("snapshots that are not complete").isGreaterThan(30);
    assertThat(late[0]).as("processes that came late").isGreaterThan(30);
  }
}
