package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotStatus;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import cutline.runtime.World.Channels;
import cutline.runtime.World.Mix;
import cutline.runtime.saved.SavedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whenever whoever wants to go back to whichever snapshot, and whatever happens to connections and
 * processes meanwhile: all go back or nobody does, every era begins with just the snapshot, nothing
 * is lost or doubled, and later snapshots are exact. A failure names its seed; {@code
 * -Dcutline.seed=…} runs that seed alone.
 */
class RestoreWorldTest {

  private static final int SEEDS = 120;
  private static final List<Channels> KINDS = List.of(Channels.values());
  private static final @Nullable Long ONLY_SEED = Long.getLong("cutline.seed");

  private final List<GlobalSnapshot<State, Coins>> restored = new ArrayList<>();
  private final List<GlobalSnapshot<State, Coins>> later = new ArrayList<>();
  private int aborted;
  private int again;

  private static World world(long seed) {
    String[] names =
        switch ((int) (seed % 3)) {
          case 0 -> new String[] {"A", "B"};
          case 1 -> new String[] {"A", "B", "C"};
          default -> new String[] {"A", "B", "C", "D"};
        };
    Random random = new Random(seed);
    boolean delays = seed % 2 == 0;
    return new World(
        seed,
        KINDS.get((int) (seed / 6 % 3)).topology(seed, names),
        new PurseCodec(0),
        Purse.Habit.KEEP,
        config ->
            new NodeConfig(
                config.system(),
                config.name(),
                config.topology(),
                config.nonce(),
                config.limits(),
                () -> delays ? random.nextLong(50_000_000) : 0,
                () -> Duration.ofMillis(delays ? 50 : 0),
                true));
  }

  private World history(long seed, Mix mix) {
    World world = world(seed).run(500, mix).settle().repeatRequests().assertTogether();
    Audit audit = new Audit(world.topology, (long) World.SHARE * world.topology.size());
    world.complete().forEach(audit::exact);
    world.requests.forEach((request, initiator) ->
        world.host(initiator).told.decisionsOn(request).stream()
            .filter(snapshot -> !snapshot.isComplete())
            .forEach(snapshot -> {
              assertThat(snapshot.status()).isEqualTo(SnapshotStatus.ABORTED);
              assertThat(snapshot.reason()).startsWith("a restore of snapshot ");
            }));
    world.eras.keySet().forEach(era -> restored.add(world.restored(era)));
    aborted += world.wishes.size() - world.eras.size();
    again += world.eras.size();
    again -= (int) world.eras.values().stream().map(SavedProcess::getRestored).distinct().count();
    return world;
  }

  /** Behind all restores, everything goes on. */
  private void goesOn(World world) {
    world.requests.clear();
    world.run(60, new Mix(500, 0, 0, 0, 0));
    world.topology.names().forEach(name -> world.request(name, "late of " + name));
    world.run(60, new Mix(500, 0, 0, 0, 0)).settle().repeatRequests();
    later.addAll(world.audit());
  }

  private void forAllSeeds(Mix mix) {
    for (long seed = ONLY_SEED == null ? 1 : ONLY_SEED; seed <= SEEDS; seed++) {
      try {
        goesOn(history(seed, mix));
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
      if (ONLY_SEED != null) {
        return;
      }
    }
    assertThat(restored).as("restores").hasSizeGreaterThan(SEEDS);
    assertThat(aborted).as("restores that failed").isGreaterThan(SEEDS / 4);
    assertThat(again).as("restores of one that had been restored").isGreaterThan(SEEDS / 8);
    assertInFlight(restored);
    assertInFlight(later);
  }

  private static void assertInFlight(List<GlobalSnapshot<State, Coins>> snapshots) {
    assertThat(snapshots.stream().filter(snapshot -> !snapshot.channels().isEmpty()).count())
        .as("of %d snapshots, those with coins in flight", snapshots.size())
        .isGreaterThan(snapshots.size() / 2);
  }

  @Test
  void nothingElseHappens() {
    forAllSeeds(new Mix(300, 15, 10, 0, 0, 0));
  }

  @Test
  void everythingHappens() {
    forAllSeeds(new Mix(300, 15, 10, 15, 8, 0));
  }
}
