package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.runtime.World.Host;
import cutline.runtime.World.Mix;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is decided and acknowledged leaves the store, but for what the last sixteen need. */
class StoreHygieneTest {

  private static final int KEPT = 16;

  @Test
  void hundredsOfSnapshotsLeaveNothingBehind() {
    World world = World.of(1, "A", "B", "C");
    for (int round = 0; round < 300; round++) {
      world.run(5, new Mix(500, 0, 0, 0, 100));
      world.request(world.topology.name(round % 3), "request " + round);
      if (round % 2 == 0) {
        world.settle();
      }
    }
    world.settle().audit();
    assertTidy(world);
  }

  @Test
  void faultsLeaveNothingBehind() {
    for (long seed = 1; seed <= 20; seed++) {
      World world =
          new World(
              seed,
              World.complete("A", "B", "C"),
              new PurseCodec(50_000),
              Purse.Habit.KEEP,
              config -> config);
      world.run(1_000, new Mix(300, 20, 10, 10, 100)).settle();
      for (int round = 0; round <= 3 * KEPT; round++) {
        world.host(world.topology.name(round % 3)).initiate("late " + round, World.LONG);
        world.settle();
      }
      assertTidy(world);
    }
  }

  private static void assertTidy(World world) {
    for (String name : world.topology.names()) {
      world.host(name).post(_ -> {});
      world.settle();
      Host host = world.host(name);
      assertThat(host.store.count("entries ")).as("entries of %s", name).isZero();
      assertThat(host.store.count("recording ")).as("recordings of %s", name).isZero();
      assertThat(ids(host, "initiation ")).as("initiations of %s", name).hasSize(KEPT);
      assertThat(ids(host, "report ")).isEqualTo(ids(host, "initiation "));
      assertThat(ids(host, "part ")).as("parts of %s", name).hasSize(3 * KEPT);
      assertThat(host.store.count("")).as("keys of %s", name).isLessThan(KEPT * 32);
    }
  }

  /** The snapshots that keys of this kind belong to. */
  private static Set<String> ids(Host host, String prefix) {
    Set<String> ids = new TreeSet<>();
    host.store.scan(prefix, (key, _) -> ids.add(key.substring(prefix.length()).split(" ", -1)[0]));
    return ids;
  }
}
