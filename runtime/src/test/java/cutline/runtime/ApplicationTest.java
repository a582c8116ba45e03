package cutline.runtime;

import static cutline.runtime.PlayedPeer.marker;
import static cutline.runtime.PlayedPeer.prepare;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.SnapshotId;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a node has its application act unasked. */
class ApplicationTest {

  private int ticks;

  private final class Clockwork implements Application<State, Coins> {

    private State state = new State(0, new TreeMap<>(), new TreeMap<>());

    @Override
    public void deliver(String from, Coins coins, Sender<Coins> sender) {}

    @Override
    public void tick(long now, Sender<Coins> sender) {
      ticks++;
    }

    @Override
    public long nextTick() {
      return 7;
    }

    @Override
    public State capture() {
      return state;
    }

    @Override
    public void restore(State earlier) {
      state = earlier;
    }
  }

  private Node<State, Coins> node(Store store) throws Store.StoreException {
    NodeConfig config = NodeUnderTest.config("A", 1);
    Node<State, Coins> node =
        new Node<>(config, new Clockwork(), new PurseCodec(0), store, (_, _) -> {}, new Told(), 0);
    node.step(0);
    return node;
  }

  @Test
  void itTicksAtEachStep() throws Exception {
    Node<State, Coins> node = node(new MemoryStore());
    node.step(1);
    assertThat(ticks).isEqualTo(2);
    assertThat(node.nextStep()).isEqualTo(7);
  }

  /** It could do nothing that would not be undone. */
  @Test
  void itStandsStillWhileTheSystemMayGoBack() throws Exception {
    NodeUnderTest a = NodeUnderTest.named("A");
    SnapshotId id = new SnapshotId("B", 1, 1);
    PlayedPeer.connected(a, "C").says(marker(1, id, 0));
    PlayedPeer.connected(a, "B").says(marker(1, id, 0), prepare(2, "B.1.1", 1, id));
    Node<State, Coins> prepared = node(a.store);
    assertThat(prepared.restoring()).hasValue(id);
    assertThat(ticks).isZero();
    assertThat(prepared.nextStep()).isGreaterThan(7);
  }
}
