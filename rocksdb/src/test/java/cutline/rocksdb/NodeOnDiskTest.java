package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.Topology;
import cutline.runtime.Application;
import cutline.runtime.Batch;
import cutline.runtime.Decided;
import cutline.runtime.Endpoint;
import cutline.runtime.HaltCause;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.MessageCodec;
import cutline.runtime.Node;
import cutline.runtime.NodeConfig;
import cutline.runtime.NodeListener;
import cutline.runtime.Sender;
import cutline.runtime.Store;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes with their state on the disk are killed again and again while money moves and snapshots
 * are taken: no money is lost or doubled, and every snapshot comes about and is exact.
 */
class NodeOnDiskTest {

  private static final long SHARE = 1_000;
  private static final Topology TOPOLOGY =
      Topology.complete(List.of("A", "B", "Zürich"), ChannelOrder.FIFO);

  @TempDir Path temp;

  private final MemoryNetwork network = new MemoryNetwork();
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<String, GlobalSnapshot<Long, Long>> decided = new LinkedHashMap<>();
  private final Map<String, Host> requests = new LinkedHashMap<>();
  private Random random = new Random();
  private long now;
  private int crashes;

  @AfterEach
  void close() {
    hosts.values().forEach(host -> host.store.close());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingIsLost(long seed) throws Exception {
    random = new Random(seed);
    for (String name : TOPOLOGY.names()) {
      hosts.put(name, new Host(name));
    }
    for (int turn = 0; turn < 1_500; turn++) {
      now += 1_000_000;
      Host host = List.copyOf(hosts.values()).get(random.nextInt(hosts.size()));
      int what = random.nextInt(100);
      if (what < 40) {
        host.pay();
      } else if (what < 42) {
        host.request("request " + turn);
      } else if (what == 42) {
        host.crash();
      } else if (what == 43) {
        host.store.dieAt(random.nextBoolean());
      } else {
        host.step();
      }
    }
    settle();

    assertThat(crashes).isGreaterThan(15);
    assertThat(decided).hasSizeGreaterThan(15);
    int withMoneyInFlight = 0;
    for (GlobalSnapshot<Long, Long> snapshot : decided.values()) {
      assertThat(snapshot.isComplete()).as("%s: %s", snapshot.id(), snapshot.reason()).isTrue();
      long inFlight =
          snapshot.channels().values().stream()
              .flatMap(List::stream)
              .mapToLong(Long::longValue)
              .sum();
      long states = snapshot.states().values().stream().mapToLong(Long::longValue).sum();
      assertThat(states + inFlight).isEqualTo(total());
      withMoneyInFlight += inFlight > 0 ? 1 : 0;
    }
    assertThat(withMoneyInFlight).isGreaterThan(decided.size() / 3);
  }

  private static long total() {
    return SHARE * TOPOLOGY.size();
  }

  private long balances() {
    return hosts.values().stream().mapToLong(host -> host.account.balance).sum();
  }

  /** Lets everything arrive, and asks again for what a crash has swallowed. */
  private void settle() throws Exception {
    for (int round = 0; round < 200; round++) {
      if (round % 20 == 0) {
        for (var request : requests.entrySet()) {
          if (!decided.containsKey(request.getKey())) {
            request.getValue().request(request.getKey());
          }
        }
      }
      now += 100_000_000;
      for (Host host : hosts.values()) {
        host.step();
      }
    }
    assertThat(decided.keySet()).containsAll(requests.keySet());
    assertThat(balances()).isEqualTo(total());
  }

  /** One process: what dies with it, and where its state is. */
  private final class Host implements NodeListener<Long, Long> {
    final String name;
    final Path directory;
    Account account = new Account();
    MortalStore store;
    Node<Long, Long> node;

    Host(String name) throws Exception {
      this.name = name;
      this.directory = temp.resolve(name);
      this.store = new MortalStore(Opening.quietly(directory));
      this.node = node();
      network.listen(name, Endpoint.of(node));
    }

    private Node<Long, Long> node() throws Store.StoreException {
      NodeConfig config = NodeConfig.of("bank", name, TOPOLOGY, random.nextLong());
      return new Node<>(config, account, new Longs(), store, network.transport(name), this, now);
    }

    void step() throws Exception {
      try {
        node.step(now);
      } catch (Crash e) {
        crash();
      }
    }

    /** What is committed at this moment is all that is left. */
    void crash() throws Store.StoreException {
      crashes++;
      network.leave(name);
      store.close();
      store = new MortalStore(Opening.quietly(directory));
      account = new Account();
      node = node();
      network.listen(name, Endpoint.of(node));
    }

    void pay() {
      List<String> others = TOPOLOGY.names().stream().filter(other -> !other.equals(name)).toList();
      String to = others.get(random.nextInt(others.size()));
      long amount = 1L + random.nextInt(20);
      Node<Long, Long> current = node;
      current.post(() -> account.pay(to, amount, current.sender()));
    }

    void request(String request) {
      requests.put(request, this);
      Node<Long, Long> current = node;
      current.post(() -> current.initiate(request, Duration.ofHours(1)));
    }

    @Override
    public void decided(String request, Decided<Long, Long> result) {
      decided.put(request, result.snapshot());
    }

    @Override
    public void halted(HaltCause cause, String reason) {
      throw new AssertionError(name + " halted: " + reason);
    }
  }

  private static final class Account implements Application<Long, Long> {
    private long balance = SHARE;

    @Override
    public void deliver(String from, Long amount, Sender<Long> sender) {
      balance += amount;
    }

    void pay(String to, long amount, Sender<Long> sender) {
      if (amount <= balance && sender.send(to, amount).isEmpty()) {
        balance -= amount;
      }
    }

    @Override
    public Long capture() {
      return balance;
    }

    @Override
    public void restore(Long state) {
      balance = state;
    }
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Takes its process with it at a commit, if it is told to. */
  private static final class MortalStore implements Store {
    private final Store durable;
    private boolean dieBefore;
    private boolean dieAfter;

    MortalStore(Store durable) {
      this.durable = durable;
    }

    void dieAt(boolean end) {
      dieBefore = !end;
      dieAfter = end;
    }

    @Override
    public void commit(Batch batch) throws StoreException {
      if (dieBefore) {
        throw new Crash();
      }
      durable.commit(batch);
      if (dieAfter) {
        throw new Crash();
      }
    }

    @Override
    public void scan(String prefix, BiConsumer<String, byte[]> visitor) throws StoreException {
      durable.scan(prefix, visitor);
    }

    @Override
    public void close() {
      durable.close();
    }
  }

  private static final class Longs implements MessageCodec<Long, Long> {
    @Override
    public byte[] encodeMessage(Long message) {
      return BigInteger.valueOf(message).toByteArray();
    }

    @Override
    public Long decodeMessage(byte[] bytes) {
      return new BigInteger(bytes).longValueExact();
    }

    @Override
    public byte[] encodeState(Long state) {
      return encodeMessage(state);
    }

    @Override
    public Long decodeState(byte[] bytes) {
      return decodeMessage(bytes);
    }
  }
}
