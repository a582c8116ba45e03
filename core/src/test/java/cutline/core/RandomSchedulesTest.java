package cutline.core;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.Link.Money;
import cutline.core.Network.Rebuild;
import cutline.core.Scenario.Channels;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every {@link Law} holds in thousands of random systems and schedules. A failure names its seed;
 * {@code -Dcutline.seed=…} runs that seed alone.
 */
class RandomSchedulesTest {

  private static final @Nullable Long ONLY_SEED = Long.getLong("cutline.seed");

  private static long[] seeds(int count) {
    return ONLY_SEED == null ? LongStream.rangeClosed(1, count).toArray() : new long[] {ONLY_SEED};
  }

  @ParameterizedTest
  @EnumSource
  void everyLawHolds(Channels channels) {
    List<GlobalSnapshot<Integer, Money>> snapshots = new ArrayList<>();
    int runs = 0;
    int concurrent = 0;
    for (long seed : seeds(1_500)) {
      Network network = Network.random(channels, seed).run();
      snapshots.addAll(network.decided().values());
      runs++;
      concurrent += network.mostAtOnce() > 1 ? 1 : 0;
    }
    if (ONLY_SEED == null) {
      demandSubstance(snapshots);
      assertThat(concurrent).as("runs with several snapshots at once").isGreaterThan(runs / 2);
    }
  }

  /** The laws would hold, and say nothing, if nothing were ever in flight. */
  private static void demandSubstance(List<GlobalSnapshot<Integer, Money>> snapshots) {
    long complete = snapshots.stream().filter(GlobalSnapshot::isComplete).count();
    long withMoneyInFlight =
        snapshots.stream()
            .filter(snapshot -> snapshot.isComplete() && !snapshot.channels().isEmpty())
            .count();
    assertThat(withMoneyInFlight)
        .as("of %d complete snapshots, those with money in flight", complete)
        .isGreaterThan(complete / 2);
    assertThat(snapshots.size() - complete).as("snapshots given up").isGreaterThan(complete / 20);
  }

  @ParameterizedTest
  @EnumSource
  void everyLawHoldsAtTheBounds(Channels channels) {
    List<GlobalSnapshot<Integer, Money>> snapshots = new ArrayList<>();
    for (long seed : seeds(1_000)) {
      snapshots.addAll(Network.randomBounded(channels, seed).run().decided().values());
    }
    if (ONLY_SEED == null) {
      demandSubstanceAtTheBounds(snapshots);
    }
  }

  private static void demandSubstanceAtTheBounds(List<GlobalSnapshot<Integer, Money>> snapshots) {
    assertThat(snapshots.stream().filter(GlobalSnapshot::isComplete).count())
        .as("complete snapshots")
        .isGreaterThan(snapshots.size() / 3);
    for (String bound : List.of("already records", "has recorded", "or more above")) {
      assertThat(snapshots.stream().map(GlobalSnapshot::reason).filter(Objects::nonNull))
          .as("reasons of snapshots given up")
          .anySatisfy(reason -> assertThat(reason).contains(bound));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedGivesTheSameTrace(Channels channels) {
    for (long seed : seeds(200)) {
      assertThat(Network.random(channels, seed).run().trace())
          .as("seed %d, channels %s", seed, channels)
          .isEqualTo(Network.random(channels, seed).run().trace());
    }
  }

  /** A machine that is saved and rebuilt, at any point, goes on as if nothing had happened. */
  @ParameterizedTest
  @EnumSource
  void rebuiltMachinesBehaveTheSame(Channels channels) {
    for (long seed : seeds(200)) {
      List<List<String>> traces =
          Stream.of(Rebuild.values())
              .map(rebuild ->
                  Network.random(channels, seed, rebuild, EnumSet.noneOf(PlantedBug.class)))
              .map(network -> network.run().trace())
              .distinct()
              .toList();
      assertThat(traces)
          .as("traces of seed %d, channels %s, with and without restarts", seed, channels)
          .hasSize(1);
    }
  }
}
