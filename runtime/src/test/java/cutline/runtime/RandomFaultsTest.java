package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.GlobalSnapshot;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import cutline.runtime.World.Channels;
import cutline.runtime.World.Mix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever happens to connections and processes, and whenever: no coins are lost or doubled, and
 * every snapshot is complete and exact. A failure names its seed; {@code -Dcutline.seed=…} runs
 * that seed alone.
 */
class RandomFaultsTest {

  private static final int SEEDS = 200;
  private static final @Nullable Long ONLY_SEED = Long.getLong("cutline.seed");

  private static final Mix QUIET = new Mix(300, 10, 0, 0, 0);
  private static final Mix CUTS = new Mix(300, 10, 20, 0, 0);
  private static final Mix CRASHES = new Mix(300, 10, 0, 10, 0);
  private static final Mix EVERYTHING = new Mix(300, 10, 20, 10, 5_000);

  /** Gives change for every third message, while it is being received. */
  private static final Purse.Habit CHANGE =
      (purse, from, coins, sender) -> {
        if (coins.number() % 3 == 0 && purse.capture().balance() > 0) {
          assertThat(purse.pay(from, 1, 0, sender)).isEmpty();
        }
      };

  private static World world(
      long seed, Channels kind, Function<NodeConfig, NodeConfig> configuration) {
    String[] names =
        switch ((int) (seed % 4)) {
          case 0 -> new String[] {"A", "B"};
          case 1 -> new String[] {"A", "B", "C"};
          default -> new String[] {"A", "B", "C", "D"};
        };
    return new World(seed, kind.topology(seed, names), new PurseCodec(0), CHANGE, configuration);
  }

  private static LongFunction<World> plain(Channels kind) {
    return seed -> world(seed, kind, config -> config);
  }

  private static LongFunction<World> withDelays(Channels kind) {
    return seed -> withDelays(seed, kind);
  }

  private static World withDelays(long seed, Channels kind) {
    Random random = new Random(seed);
    return world(
        seed,
        kind,
        config ->
            new NodeConfig(
                config.system(),
                config.name(),
                config.topology(),
                config.nonce(),
                config.limits(),
                () -> random.nextLong(50_000_000),
                () -> Duration.ofMillis(50),
                true));
  }

  private static World history(LongFunction<World> worlds, long seed, Mix mix) {
    return worlds.apply(seed).run(400, mix).settle().repeatRequests();
  }

  private static void forAllSeeds(LongFunction<World> worlds, Mix mix) {
    List<GlobalSnapshot<State, Coins>> snapshots = new ArrayList<>();
    long[] seeds =
        ONLY_SEED == null ? LongStream.rangeClosed(1, SEEDS).toArray() : new long[] {ONLY_SEED};
    for (long seed : seeds) {
      try {
        snapshots.addAll(history(worlds, seed, mix).audit());
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    if (ONLY_SEED == null) {
      demandSubstance(snapshots);
    }
  }

  /** All of it would hold, and say nothing, if nothing were ever in flight. */
  private static void demandSubstance(List<GlobalSnapshot<State, Coins>> snapshots) {
    assertThat(snapshots).hasSizeGreaterThan(2 * SEEDS);
    long inFlight = snapshots.stream().filter(snapshot -> !snapshot.channels().isEmpty()).count();
    assertThat(inFlight)
        .as("of %d snapshots, those with coins in flight", snapshots.size())
        .isGreaterThan(snapshots.size() / 2);
  }

  @ParameterizedTest
  @EnumSource
  void nothingHappens(Channels kind) {
    forAllSeeds(plain(kind), QUIET);
  }

  @ParameterizedTest
  @EnumSource
  void messagesAreDelayed(Channels kind) {
    forAllSeeds(withDelays(kind), QUIET);
  }

  @ParameterizedTest
  @EnumSource
  void connectionsAreCut(Channels kind) {
    forAllSeeds(plain(kind), CUTS);
  }

  @ParameterizedTest
  @EnumSource
  void processesCrash(Channels kind) {
    forAllSeeds(plain(kind), CRASHES);
  }

  @ParameterizedTest
  @EnumSource
  void everythingHappens(Channels kind) {
    forAllSeeds(withDelays(kind), EVERYTHING);
  }

  @Test
  void sameSeedGivesTheSameHistory() {
    for (long seed = 1; seed <= 20; seed++) {
      World once = history(withDelays(Channels.MIXED), seed, EVERYTHING);
      World again = history(withDelays(Channels.MIXED), seed, EVERYTHING);
      assertThat(again.audit()).as("seed %d", seed).isEqualTo(once.audit());
      assertThat(again.now).isEqualTo(once.now);
    }
  }
}
