package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.core.GlobalSnapshot;
import cutline.core.Topology;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes with a thread each, in real time. */
class NodeDriverTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Pays at random as often as it is asked to tick. */
  private static final class Spender implements Application<State, Coins> {
    private final Purse purse = new Purse(World.SHARE, Purse.Habit.KEEP);
    private final List<String> others;
    private volatile boolean spending = true;
    private int turn;

    Spender(Topology topology, String name) {
      this.others = topology.names().stream().filter(other -> !other.equals(name)).toList();
    }

    @Override
    public void deliver(String from, Coins coins, Sender<Coins> sender) {
      purse.deliver(from, coins, sender);
    }

    @Override
    public void tick(long now, Sender<Coins> sender) {
      if (spending && purse.capture().balance() > 0) {
        purse.pay(others.get(turn++ % others.size()), 1, 0, sender);
      }
    }

    @Override
    public long nextTick() {
      return spending ? 0 : Long.MAX_VALUE;
    }

    @Override
    public State capture() {
      return purse.capture();
    }

    @Override
    public void restore(State state) {
      purse.restore(state);
    }
  }

  private final Logger driverLog = Logger.getLogger(NodeDriver.class.getName());
  private final MemoryNetwork network = new MemoryNetwork();
  private final Topology topology = World.complete("A", "B", "C");
  private final Ticker ticker = Ticker.system();
  private final Map<String, Spender> spenders = new LinkedHashMap<>();
  private final Map<String, Node<State, Coins>> nodes = new LinkedHashMap<>();
  private final List<NodeDriver> drivers = new ArrayList<>();
  private final BlockingQueue<GlobalSnapshot<State, Coins>> decided = new LinkedBlockingQueue<>();
  private final List<String> halts = new CopyOnWriteArrayList<>();

  private final class Listener implements NodeListener<State, Coins> {
    @Override
    public void decided(String request, Decided<State, Coins> decision) {
      decided.add(decision.snapshot());
    }

    @Override
    public void halted(HaltCause cause, String reason) {
      halts.add(reason);
    }
  }

  private Node<State, Coins> node(String name, Application<State, Coins> application) {
    return node(name, topology, application);
  }

  private Node<State, Coins> node(
      String name, Topology within, Application<State, Coins> application) {
    try {
      Node<State, Coins> node =
          new Node<>(
              NodeConfig.of("bank", name, within, name.hashCode()),
              application,
              new PurseCodec(0),
              new MemoryStore(),
              network.transport(name),
              new Listener(),
              ticker.nanos());
      network.listen(name, Endpoint.of(node));
      return node;
    } catch (Store.StoreException e) {
      throw new AssertionError(e);
    }
  }

  private void start() {
    start((name, node) -> new NodeDriver(name, node, ticker));
  }

  private void start(BiFunction<String, Node<State, Coins>, NodeDriver> driver) {
    for (String name : topology.names()) {
      Spender spender = new Spender(topology, name);
      spenders.put(name, spender);
      Node<State, Coins> node = node(name, spender);
      nodes.put(name, node);
      drivers.add(driver.apply(name, node));
    }
  }

  private Node<State, Coins> node(String name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  @BeforeEach
  void expectBugs() {
    driverLog.setLevel(Level.OFF);
  }

  @AfterEach
  void close() {
    drivers.forEach(NodeDriver::close);
    driverLog.setLevel(null);
  }

  @Test
  void snapshotsAreExactUnderFullLoad() throws InterruptedException {
    start();
    demandExactSnapshots();
  }

  @Test
  void nodesMayShareAThread() throws InterruptedException {
    try (ScheduledExecutorService shared = Executors.newSingleThreadScheduledExecutor()) {
      start((_, node) -> new NodeDriver(node, shared, ticker));
      demandExactSnapshots();
      drivers.forEach(NodeDriver::close);
      assertThat(shared.isShutdown()).isFalse();
    }
  }

  private void demandExactSnapshots() throws InterruptedException {
    Audit audit = new Audit(topology, 3L * World.SHARE);
    int inFlight = 0;
    for (int round = 0; round < 30; round++) {
      if (round % 10 == 5) {
        network.cut("A", "B");
      }
      Node<State, Coins> node = node(topology.name(round % 3));
      String request = "request " + round;
      node.post(() -> node.initiate(request, PATIENCE));
      GlobalSnapshot<State, Coins> snapshot = decided.poll(20, TimeUnit.SECONDS);
      assertThat(snapshot).isNotNull();
      audit.exact(snapshot);
      inFlight += snapshot.channels().isEmpty() ? 0 : 1;
    }
    assertThat(inFlight).as("of 30 snapshots, those with coins in flight").isGreaterThan(5);
    assertThat(halts).isEmpty();
  }

  /** Has the node do something, and waits until it is done. */
  private static void awaitTurn(Node<State, Coins> node) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    node.post(done::countDown);
    assertThat(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingIsDoneAfterTheClose() throws InterruptedException {
    Node<State, Coins> node = node("A", new Spender(topology, "A"));
    AtomicInteger late = new AtomicInteger();
    NodeDriver driver = new NodeDriver("A", node, ticker);
    awaitTurn(node);
    driver.close();
    node.post(late::incrementAndGet);
    assertThat(late).hasValue(0);
  }

  @Test
  void aNodeMayCloseItsOwnDriver() throws InterruptedException {
    Node<State, Coins> node = node("A", new Spender(topology, "A"));
    NodeDriver driver = new NodeDriver("A", node, ticker);
    CountDownLatch closed = new CountDownLatch(1);
    node.post(() -> {
      driver.close();
      closed.countDown();
    });
    assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    driver.close();
    assertThat(node.isHalted()).isFalse();
  }

  /** Ticks every millisecond of its own accord. */
  private static final class Clockwork implements Application<State, Coins> {
    private final Purse purse = new Purse(World.SHARE, Purse.Habit.KEEP);
    private final CountDownLatch ticks = new CountDownLatch(50);
    private long next;

    @Override
    public void deliver(String from, Coins coins, Sender<Coins> sender) {}

    @Override
    public void tick(long now, Sender<Coins> sender) {
      if (now >= next) {
        ticks.countDown();
        next = now + 1_000_000;
      }
    }

    @Override
    public long nextTick() {
      return next;
    }

    @Override
    public State capture() {
      return purse.capture();
    }

    @Override
    public void restore(State state) {}
  }

  @Test
  void timeAloneDrivesIt() throws InterruptedException {
    Clockwork clockwork = new Clockwork();
    drivers.add(new NodeDriver("A", node("A", World.complete("A"), clockwork), ticker));
    assertThat(clockwork.ticks.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itWaitsAndWakesUpForWhatIsPosted() throws InterruptedException {
    Spender idle = new Spender(topology, "A");
    idle.spending = false;
    Node<State, Coins> node = node("A", idle);
    drivers.add(new NodeDriver("A", node, ticker));
    for (int i = 0; i < 100; i++) {
      awaitTurn(node);
    }
  }

  @Test
  void aBugHaltsTheNodeWithASentence() {
    Node<State, Coins> node = node("A", new Spender(topology, "A"));
    drivers.add(new NodeDriver("A", node, ticker));
    node.post(() -> {
      throw new IllegalStateException("no coins\nleft");
    });
    await().atMost(PATIENCE).until(() -> !halts.isEmpty());
    assertThat(node.isHalted()).isTrue();
    assertThat(halts)
        .containsExactly(
            "A stops: there is a bug in Cutline or in the application:"
                + " java.lang.IllegalStateException: no coins left");
  }

  @Test
  void aBugStopsNobodyElse() throws InterruptedException {
    start();
    node("A")
        .post(() -> {
          throw new AssertionError("a bug");
        });
    await().atMost(PATIENCE).until(() -> !halts.isEmpty());
    awaitTurn(node("B"));
    awaitTurn(node("C"));
    assertThat(halts).hasSize(1);
  }
}
