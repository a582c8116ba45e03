package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.GlobalSnapshot;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import cutline.runtime.World.Mix;
import cutline.runtime.World.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process dies at every commit of a restore, just before it and just behind it, and goes on from
 * its store: all are behind the restore or none is, whoever wished for it is told the truth, and
 * everything goes on.
 */
class CrashAtEveryRestoreCommitTest {

  private static final int SEEDS = 3;
  private static final Mix TRAFFIC = new Mix(500, 0, 0, 0, 0);

  private final List<GlobalSnapshot<State, Coins>> snapshots = new ArrayList<>();
  private int undone;

  /**
   * @param fate is told of the victim's store and how many commits there were before the wish
   * @return how many commits the victim has made since then until all was quiet
   */
  private int history(long seed, String victim, int lives, BiConsumer<FragileStore, Integer> fate) {
    World world = World.of(seed, "A", "B", "C");
    world.run(60, TRAFFIC);
    world.request("B", "first");
    world.run(60, TRAFFIC).settle();
    world.run(60, TRAFFIC);
    // Its initiator is asked to decide it while the others are asked to go back.
    world.request("C", "open");
    world.run(5, TRAFFIC);
    FragileStore store = world.host(victim).store;
    int before = store.commits();
    fate.accept(store, before);
    Wish wish = world.wish("A", world.complete().getFirst(), World.LONG);
    world.run(60, TRAFFIC).settle().assertTogether();
    int commits = store.commits() - before;
    assertThat(world.host(victim).lives).isEqualTo(lives);
    long era = world.host("A").node().era();
    undone += era == 0 ? 1 : 0;
    assertTruth(world, wish, era);
    world.restore(wish).assertTogether();
    assertThat(world.host("A").node().era()).isEqualTo(1);
    goesOn(world);
    return commits;
  }

  private static void assertTruth(World world, Wish wish, long era) {
    assertThat(world.host("A").told.endsOf(wish.request()))
        .allSatisfy(end -> {
          if (era == 0) {
            assertThat(end.failure()).isNotNull();
          } else {
            assertThat(end.failure()).isNull();
          }
        });
  }

  private void goesOn(World world) {
    world.requests.clear();
    world.run(30, TRAFFIC);
    for (String name : world.topology.names()) {
      world.request(name, "late of " + name);
    }
    world.run(30, TRAFFIC).settle().repeatRequests();
    snapshots.addAll(world.audit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "C"})
  void allGoBackOrNobody(String victim) {
    int histories = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      int commits = history(seed, victim, 1, (_, _) -> {});
      assertThat(commits).isGreaterThan(5);
      for (int commit = 1; commit <= commits; commit++) {
        int at = commit;
        history(seed, victim, 2, (store, before) -> store.crashBefore(before + at));
        history(seed, victim, 2, (store, before) -> store.crashAfter(before + at));
        histories += 2;
      }
    }
    assertThat(snapshots.stream().filter(snapshot -> !snapshot.channels().isEmpty()).count())
        .as("of %d snapshots, those with coins in flight", snapshots.size())
        .isGreaterThan(snapshots.size() / 2);
    if (victim.equals("A")) {
      assertThat(undone).as("restores that were given up").isBetween(1, histories - 1);
    } else {
      assertThat(undone).as("restores that were given up").isZero();
    }
  }
}
