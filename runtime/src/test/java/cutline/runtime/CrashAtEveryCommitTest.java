package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.GlobalSnapshot;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import cutline.runtime.World.Channels;
import cutline.runtime.World.Mix;
import cutline.runtime.saved.SavedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process dies at every commit of a history with two snapshots under way, just before it and just
 * behind it, and goes on from its store: nothing is lost, and both snapshots come about.
 */
class CrashAtEveryCommitTest {

  private static final int SEEDS = 3;

  /** Messages so large that a channel's state does not fit into one part of a report. */
  private static final Mix TRAFFIC = new Mix(500, 0, 0, 0, 30_000);

  private final List<GlobalSnapshot<State, Coins>> snapshots = new ArrayList<>();
  private int reportsInParts;

  private World history(Channels kind, long seed, String victim, Consumer<FragileStore> fate) {
    // Reports are in parts because of the state in one history, of the channels in the others.
    PurseCodec codec = new PurseCodec(seed == 1 ? 50_000 : 0);
    World world =
        new World(
            seed, kind.topology(seed, "A", "B", "C"), codec, Purse.Habit.KEEP, config -> config);
    FragileStore store = world.host(victim).store;
    fate.accept(store);
    world.run(100, TRAFFIC);
    world.request("A", "first");
    world.request("B", "second");
    world.run(200, TRAFFIC).settle().repeatRequests();
    snapshots.addAll(world.audit());
    for (String initiator : List.of("A", "B")) {
      reportsInParts += world.host(initiator).store.count("report ") > 3 ? 1 : 0;
    }
    return world;
  }

  @ParameterizedTest
  @CsvSource({"FIFO,A", "FIFO,B", "FIFO,C", "NON_FIFO,A", "NON_FIFO,B", "NON_FIFO,C"})
  void nothingIsLost(Channels kind, String victim) throws MalformedException {
    for (long seed = 1; seed <= SEEDS; seed++) {
      int commits = history(kind, seed, victim, _ -> {}).host(victim).store.commits();
      assertThat(commits).isGreaterThan(25);
      for (int commit = 1; commit <= commits; commit++) {
        int at = commit;
        assertLives(
            history(kind, seed, victim, store -> store.crashBefore(at)), victim, at == 1 ? 1 : 2);
        assertLives(history(kind, seed, victim, store -> store.crashAfter(at)), victim, 2);
      }
    }
    assertThat(snapshots.stream().filter(snapshot -> !snapshot.channels().isEmpty()).count())
        .as("of %d snapshots, those with coins in flight", snapshots.size())
        .isGreaterThan(snapshots.size() / 2);
    assertThat(reportsInParts)
        .as("of %d snapshots, those with a report in parts", snapshots.size())
        .isGreaterThan(snapshots.size() / 4);
  }

  private static void assertLives(World world, String victim, long incarnation)
      throws MalformedException {
    assertThat(world.host(victim).lives).isEqualTo(2);
    byte[] process = world.host(victim).store.get("process");
    assertThat(Untrusted.parse(SavedProcess.parser(), process).getIncarnation())
        .isEqualTo(incarnation);
  }
}
