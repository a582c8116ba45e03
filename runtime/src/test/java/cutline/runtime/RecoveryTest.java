package cutline.runtime;

import static cutline.runtime.PlayedPeer.acknowledgement;
import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.marker;
import static cutline.runtime.PlayedPeer.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.runtime.wire.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is not as it was left stops the process, and says where. */
class RecoveryTest {

  private static final byte[] NONSENSE = "no purse".getBytes(StandardCharsets.UTF_8);

  /** A store with keys of every kind. */
  private static FragileStore store() {
    NodeUnderTest a = NodeUnderTest.named("A");
    PlayedPeer b = PlayedPeer.connected(a, "B");
    a.pay("B", 5);
    a.pay("B", 6);
    a.initiate("request", Duration.ofMinutes(1));
    Report failed = Report.newBuilder().setFailed("B is tired").build();
    b.says(
        acknowledgement(1),
        marker(1, new SnapshotId("B", 1, 1), 0),
        coins(2, 1, 5),
        report(3, new SnapshotId("A", 1, 1), failed));
    PlayedPeer.connected(a, "C").says(coins(1, 1, 5));
    return a.store;
  }

  private static void restart(FragileStore store) throws Store.StoreException {
    new Node<>(
        NodeUnderTest.config("A", 2),
        new Purse(0, Purse.Habit.KEEP),
        new PurseCodec(0),
        store,
        (_, _) -> {},
        new Told(),
        0);
  }

  private static String firstKey(FragileStore store, String prefix) {
    String[] first = new String[1];
    store.scan(prefix, (key, _) -> first[0] = first[0] == null ? key : first[0]);
    assertThat(first[0]).as("a key that begins with '%s'", prefix).isNotNull();
    return first[0];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "process",
        "state",
        "peer B",
        "entries B ",
        "recording B.1.1",
        "part B.1.1 0",
        "part B.1.1 state",
        "decisions A",
        "initiation A.1.1",
        "report A.1.1 B"
      })
  void aCorruptValueIsNamed(String prefix) throws Exception {
    FragileStore store = store();
    String key = firstKey(store, prefix);
    Batch batch = new Batch();
    batch.put(key, NONSENSE);
    store.commit(batch);
    assertThatThrownBy(() -> restart(store))
        .isInstanceOf(Store.StoreException.class)
        .hasMessageStartingWith("the value of '" + key + "' is corrupt: ");
  }

  @Test
  void aMissingEntryIsNoticed() throws Exception {
    FragileStore store = store();
    Batch batch = new Batch();
    batch.delete(firstKey(store, "entries B "));
    store.commit(batch);
    assertThatThrownBy(() -> restart(store))
        .isInstanceOf(Store.StoreException.class)
        .hasMessageMatching("the value of 'entries B \\d+' is corrupt: entry 2 is missing");
  }

  @Test
  void aMissingEndOfALogIsNoticed() throws Exception {
    FragileStore store = store();
    Batch batch = new Batch();
    batch.deletePrefix("entries B ");
    store.commit(batch);
    assertThatThrownBy(() -> restart(store))
        .isInstanceOf(Store.StoreException.class)
        .hasMessageMatching("the log to B ends at 1 and should end at \\d+");
  }

  @Test
  void theFirstStepMakesTheBeginningDurable() {
    FragileStore store = new FragileStore();
    NodeUnderTest a = new NodeUnderTest(NodeUnderTest.config("A", 1), store);
    assertThat(store.count("")).isZero();
    a.step();
    assertThat(store.count("process")).isOne();
    assertThat(store.count("state")).isOne();
  }

  @Test
  void anUntouchedStoreIsFine() throws Exception {
    restart(store());
  }

  @Test
  void aProcessMustBeOneOfItsTopology() {
    Topology topology = World.complete("A", "B");
    assertThatThrownBy(() -> NodeConfig.of("bank", "X", topology, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("X is not one of [A, B]");
  }

  /** The name alone and the system alone make no other process of it. */
  @ParameterizedTest
  @CsvSource({"bank, B", "another bank, A"})
  void aStoreIsThatOfOneProcess(String system, String name) {
    NodeUnderTest a = NodeUnderTest.named("A");
    NodeConfig other = NodeConfig.of(system, name, World.complete("A", "B", "C"), 2);
    assertThatThrownBy(() -> a.restarted(other)).hasCauseInstanceOf(Store.StoreException.class);
  }
}
