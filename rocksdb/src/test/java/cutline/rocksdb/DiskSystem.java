package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.Topology;
import cutline.rocksdb.Account.Payment;
import cutline.rocksdb.Account.State;
import cutline.rocksdb.MortalStore.Crash;
import cutline.runtime.Decided;
import cutline.runtime.Endpoint;
import cutline.runtime.HaltCause;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.Node;
import cutline.runtime.NodeConfig;
import cutline.runtime.NodeListener;
import cutline.runtime.Store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Processes with accounts, their state on the disk, in one thread and in virtual time. A seed
 * decides who pays whom, and whose turn it is.
 */
final class DiskSystem implements AutoCloseable {

  private static final Topology TOPOLOGY =
      Topology.complete(List.of("A", "B", "Zürich"), ChannelOrder.FIFO);

  final Random random;
  private final Path directory;
  private final MemoryNetwork network = new MemoryNetwork();
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<String, String> requests = new LinkedHashMap<>();
  private final Map<String, GlobalSnapshot<State, Payment>> decided = new LinkedHashMap<>();
  private long now;
  private int crashes;

  DiskSystem(Path directory, long seed) throws StoreException {
    this.directory = directory;
    this.random = new Random(seed);
    for (String name : TOPOLOGY.names()) {
      hosts.put(name, new Host(name));
    }
  }

  static List<String> names() {
    return TOPOLOGY.names();
  }

  Host host(String name) {
    return Objects.requireNonNull(hosts.get(name));
  }

  Host anyone() {
    return host(TOPOLOGY.name(random.nextInt(TOPOLOGY.size())));
  }

  int crashes() {
    return crashes;
  }

  /** Somebody pays, or does what is to be done, so many times. */
  DiskSystem run(int turns) throws StoreException {
    for (int turn = 0; turn < turns; turn++) {
      now += 1_000_000;
      if (random.nextBoolean()) {
        anyone().pay();
      } else {
        anyone().step();
      }
    }
    return this;
  }

  void request(String name, String request) {
    requests.put(request, name);
    host(name).initiate(request);
  }

  /** Lets everything arrive, and asks again for what a crash has swallowed. */
  DiskSystem settle() throws StoreException {
    for (int round = 0; round < 100; round++) {
      if (round % 20 == 0) {
        requests.forEach((request, name) -> {
          if (!decided.containsKey(request)) {
            host(name).initiate(request);
          }
        });
      }
      now += 100_000_000;
      for (Host host : hosts.values()) {
        host.step();
      }
    }
    return this;
  }

  /**
   * Nothing is lost or doubled, and all snapshots that were asked for are complete and exact.
   *
   * @return how many of them saw money in flight
   */
  int audit() {
    SortedMap<String, State> states = new TreeMap<>();
    hosts.forEach((name, host) -> states.put(name, host.account.capture()));
    audit(states, new TreeMap<>());
    assertThat(decided.keySet()).containsAll(requests.keySet());
    int inFlight = 0;
    for (GlobalSnapshot<State, Payment> snapshot : decided.values()) {
      assertThat(snapshot.isComplete()).as("%s: %s", snapshot.id(), snapshot.reason()).isTrue();
      audit(snapshot.states(), snapshot.channels());
      inFlight += snapshot.channels().isEmpty() ? 0 : 1;
    }
    return inFlight;
  }

  int snapshots() {
    return decided.size();
  }

  /** Each channel holds just what its sender had sent and its receiver had not got, in order. */
  private static void audit(
      SortedMap<String, State> states, SortedMap<Channel, List<Payment>> inFlight) {
    long sum = states.values().stream().mapToLong(State::balance).sum();
    for (Channel channel : TOPOLOGY.channels().keySet()) {
      List<Payment> payments = inFlight.getOrDefault(channel, List.of());
      State from = Objects.requireNonNull(states.get(channel.from()));
      State to = Objects.requireNonNull(states.get(channel.to()));
      assertThat(payments.stream().map(Payment::number))
          .as("numbers in flight on %s", channel)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(to.received(channel.from()) + 1, from.sent(channel.to()))
                  .boxed()
                  .toList());
      sum += payments.stream().mapToLong(Payment::amount).sum();
    }
    assertThat(sum).isEqualTo(Account.SHARE * TOPOLOGY.size());
  }

  @Override
  public void close() {
    hosts.values().forEach(host -> host.store.close());
  }

  /** One process: what dies with it, and where its state is. */
  final class Host implements NodeListener<State, Payment> {
    final String name;
    Account account = new Account();
    MortalStore store;
    private Node<State, Payment> node;

    Host(String name) throws StoreException {
      this.name = name;
      this.store = open();
      this.node = node();
      network.listen(name, Endpoint.of(node));
    }

    private MortalStore open() throws StoreException {
      return new MortalStore(directory.resolve(name), random);
    }

    private Node<State, Payment> node() throws StoreException {
      NodeConfig config = NodeConfig.of("bank", name, TOPOLOGY, random.nextLong());
      return new Node<>(
          config, account, new Account.Codec(), store, network.transport(name), this, now);
    }

    void step() throws StoreException {
      try {
        node.step(now);
      } catch (Crash e) {
        crash();
      }
    }

    /** What is committed at this moment is all that is left. */
    void crash() throws StoreException {
      crashes++;
      network.leave(name);
      store.close();
      store = open();
      account = new Account();
      try {
        node = node();
      } catch (Crash e) {
        throw new AssertionError("it dies once in a life", e);
      }
      network.listen(name, Endpoint.of(node));
    }

    void pay() {
      List<String> others = TOPOLOGY.names().stream().filter(other -> !other.equals(name)).toList();
      String to = others.get(random.nextInt(others.size()));
      long amount = 1L + random.nextInt(20);
      Node<State, Payment> current = node;
      current.post(() -> account.pay(to, amount, current.sender()));
    }

    private void initiate(String request) {
      Node<State, Payment> current = node;
      current.post(() -> current.initiate(request, Duration.ofHours(1)));
    }

    @Override
    public void decided(String request, Decided<State, Payment> result) {
      decided.put(request, result.snapshot());
    }

    @Override
    public void halted(HaltCause cause, String reason) {
      throw new AssertionError(name + " halted: " + reason);
    }
  }
}
