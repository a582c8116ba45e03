package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.rocksdb.MortalStore.When;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes with their state on the disk die while money moves and snapshots are taken: no money is
 * lost or doubled, and every snapshot comes about and is exact.
 */
class NodeOnDiskTest {

  private static final List<When> WHEN = List.of(When.values());

  static final List<String> VICTIMS = DiskSystem.names();

  @TempDir(factory = MemoryDisk.class)
  Path temp;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingIsLostHoweverOftenTheyDie(long seed) throws Exception {
    try (DiskSystem system = new DiskSystem(temp, seed)) {
      for (int turn = 0; turn < 50; turn++) {
        system.run(30);
        system.request(system.anyone().name, "request " + turn);
        if (system.random.nextBoolean()) {
          system.anyone().crash();
        } else {
          system.anyone().store.dieSoon(WHEN.get(system.random.nextInt(WHEN.size())));
        }
      }
      int inFlight = system.settle().audit();
      assertThat(system.crashes()).isGreaterThan(25);
      assertThat(system.snapshots()).isEqualTo(50);
      assertThat(inFlight).isGreaterThan(system.snapshots() / 3);
    }
  }

  private DiskSystem history(String victim, int commit, When when, String trial) throws Exception {
    DiskSystem system = new DiskSystem(temp.resolve(trial), 1);
    system.host(victim).store.dieAt(commit, when);
    system.run(100);
    system.request("A", "first");
    system.request("B", "second");
    return system.run(200).settle();
  }

  /** One write after the other of a history with two snapshots under way. */
  @ParameterizedTest
  @FieldSource("VICTIMS")
  void nothingIsLostAtWhateverWriteItDies(String victim) throws Exception {
    int commits;
    try (DiskSystem system = history(victim, 0, When.BEFORE, "none")) {
      commits = system.host(victim).store.commits();
      assertThat(system.crashes()).isZero();
    }
    assertThat(commits).isGreaterThan(25);
    int snapshots = 0;
    int inFlight = 0;
    for (int commit = 1; commit <= commits; commit++) {
      for (When when : WHEN) {
        try (DiskSystem system = history(victim, commit, when, when + " " + commit)) {
          assertThat(system.crashes()).as("%s commit %d", when, commit).isEqualTo(1);
          inFlight += system.audit();
          snapshots += system.snapshots();
        }
      }
    }
    assertThat(snapshots).isEqualTo(2 * 3 * commits);
    assertThat(inFlight).isGreaterThan(snapshots / 2);
  }
}
