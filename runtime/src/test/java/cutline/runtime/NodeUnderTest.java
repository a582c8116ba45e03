package cutline.runtime;

import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.Initiation;
import cutline.core.Limits;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One node; its peers are {@link PlayedPeer played} by the test, and its time is the test's. */
final class NodeUnderTest {

  static final int SHARE = 1_000;

  final String name;
  final FragileStore store;
  final Told told = new Told();
  final Purse purse;
  final Node<State, Coins> node;
  final Endpoint endpoint;

  /** Per peer, the dialler that waits for an answer. */
  private final Map<String, Transport.Dialer> dials = new LinkedHashMap<>();

  long now;

  NodeUnderTest(NodeConfig config, FragileStore store) {
    this(config, store, null);
  }

  /**
   * @param observer told what the node does; null for none
   */
  NodeUnderTest(NodeConfig config, FragileStore store, @Nullable Observer<State, Coins> observer) {
    told.observer = observer;
    this.name = config.name();
    this.store = store;
    this.purse =
        new Purse(
            SHARE,
            Purse.Habit.KEEP,
            from -> config.topology().channels().get(new Channel(from, name)) == ChannelOrder.FIFO);
    try {
      this.node = new Node<>(config, purse, new PurseCodec(0), store, dials::put, told, now);
    } catch (Store.StoreException e) {
      throw new AssertionError(e);
    }
    this.endpoint = Endpoint.of(node);
  }

  /** One of A, B and C, which are all connected; it has just begun. */
  static NodeUnderTest named(String name) {
    return new NodeUnderTest(config(name, 1), new FragileStore()).step();
  }

  static NodeConfig config(String name, long nonce) {
    Topology topology = World.complete("A", "B", "C");
    return NodeConfig.of("bank", name, topology, nonce);
  }

  /** With these limits in place of the default. */
  static NodeConfig config(String name, Limits limits) {
    return new NodeConfig(
        "bank", name, World.complete("A", "B", "C"), 1, limits, () -> 0, () -> Duration.ZERO, true);
  }

  /** The same process after a restart. */
  NodeUnderTest restarted(NodeConfig config) {
    return new NodeUnderTest(config, store).step();
  }

  NodeUnderTest step() {
    node.step(now);
    return this;
  }

  NodeUnderTest after(Duration time) {
    return after(time.toNanos());
  }

  NodeUnderTest after(long nanos) {
    now += nanos;
    return step();
  }

  /** When all that may wait is committed and acknowledged. */
  NodeUnderTest soon() {
    return after(Peer.ACKNOWLEDGEMENT_DELAY);
  }

  /** Answers the node's attempt to connect to a peer. */
  Transport.Dialer takeDial(String peer) {
    return Objects.requireNonNull(dials.remove(peer), () -> "no attempt to reach " + peer);
  }

  boolean isDialling(String peer) {
    return dials.containsKey(peer);
  }

  // ------------------------------------------------------------ as its program

  NodeUnderTest act(Runnable action) {
    node.post(action);
    return step();
  }

  Optional<SendRefusal> pay(String to, int amount) {
    List<Optional<SendRefusal>> result = new ArrayList<>();
    act(() -> result.add(purse.pay(to, amount, 0, node.sender())));
    return result.getFirst();
  }

  Optional<String> restore(String request, SnapshotId snapshot, Duration timeout) {
    List<Optional<String>> result = new ArrayList<>();
    act(() -> result.add(node.restore(request, snapshot, timeout)));
    return result.getFirst();
  }

  Initiation initiate(String request, Duration timeout) {
    List<Initiation> result = new ArrayList<>();
    act(() -> result.add(node.initiate(request, timeout)));
    return result.getFirst();
  }
}
