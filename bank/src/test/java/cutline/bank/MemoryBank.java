package cutline.bank;

import cutline.bank.config.Member;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.Inquiry;
import cutline.bank.wire.Request;
import cutline.bank.wire.Status;
import cutline.core.ChannelOrder;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.runtime.HaltCause;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.MemoryStore;
import cutline.runtime.Store;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Branches and controllers in one JVM, with nothing but memory between them. */
final class MemoryBank implements AutoCloseable {

  /** How long anything may take that should not take long. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Traffic TRAFFIC =
      Traffic.irregular(
          Duration.ofMillis(2), new DurationRange(Duration.ZERO, Duration.ofMillis(15)), 100, 1);

  final Queue<String> halted = new ConcurrentLinkedQueue<>();
  final Queue<String> told = new ConcurrentLinkedQueue<>();
  final Queue<String> warnings = new ConcurrentLinkedQueue<>();

  private final MemoryNetwork network = new MemoryNetwork();
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, BranchServer> branches = new TreeMap<>();
  private final Map<String, Store> stores = new TreeMap<>();
  private final Map<String, BankProcess> clients = new TreeMap<>();
  private final AtomicLong nonces = new AtomicLong();
  private ChannelOrder order;

  /** With FIFO channels. */
  MemoryBank(String... names) {
    this(ChannelOrder.FIFO, names);
  }

  MemoryBank(ChannelOrder order, String... names) {
    this.order = order;
    List.of(names).forEach(this::start);
  }

  /** Who starts from now on has such channels. */
  void setOrder(ChannelOrder of) {
    order = of;
  }

  /** A branch that knows nothing. */
  void start(String name) {
    stores.put(name, new MemoryStore());
    restart(name);
  }

  /** A branch that goes on with what it had when it was killed. */
  void restart(String name) {
    try {
      BranchServer branch = BranchServer.start(name, environment(name));
      branches.put(name, branch);
      network.listen(name, branch.acceptor());
    } catch (Store.StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** What the branch of this name will find. */
  void useStore(String name, Store store) {
    stores.put(name, store);
  }

  /** A client of a bank whose members join by themselves; transfers only if it is told to. */
  BankProcess join(String name, BankDefinition bank) throws Store.StoreException {
    BankProcess client = new BankProcess(name, bank, environment(name));
    clients.put(name, client);
    network.listen(name, client.start());
    return client;
  }

  /** The bank of these clients. */
  static BankDefinition joined(List<String> names, List<Long> balances, Traffic traffic) {
    return BankDefinition.joined(members(names), balances, traffic);
  }

  private ProcessEnvironment environment(String name) {
    return new ProcessEnvironment(
        _ -> network.transport(name),
        order,
        stores.computeIfAbsent(name, _ -> new MemoryStore()),
        Ticker.system(),
        InstantSource.system(),
        executor,
        nonces::incrementAndGet,
        new Log(name),
        true,
        true,
        false);
  }

  BankConnection connection(BankDefinition bank, Duration timeout) {
    return new BankConnection(
        bank.address(),
        transport("asker"),
        timeout,
        Ticker.system(),
        InstantSource.system(),
        nonces.incrementAndGet());
  }

  /** As if its process had been killed. */
  void kill(String name) {
    network.leave(name);
    BankProcess client = clients.remove(name);
    if (client != null) {
      client.close();
    }
    BranchServer branch = branches.remove(name);
    if (branch != null) {
      branch.close();
    }
  }

  BranchServer server(String name) {
    return Objects.requireNonNull(branches.get(name));
  }

  /** The bank of all branches that were started. */
  BankDefinition of(long total) {
    return of(total, List.copyOf(branches.keySet()));
  }

  BankDefinition of(long total, List<String> names) {
    return BankDefinition.dealt(total, members(names), TRAFFIC).withOrder(order);
  }

  private static List<Member> members(List<String> names) {
    List<Member> members = new ArrayList<>();
    for (String name : names) {
      members.add(new Member(name, "memory", members.size() + 1));
    }
    return members;
  }

  Transport transport(String from) {
    return network.transport(from);
  }

  /** Without pauses. */
  ControllerOptions options(int count, Duration timeout) {
    return new ControllerOptions(count, Duration.ZERO, timeout, nonces.incrementAndGet());
  }

  Controller controller(BankDefinition bank, ControllerOptions options, ControllerLog log) {
    return controller(bank, options, transport("controller"), log);
  }

  Controller controller(
      BankDefinition bank, ControllerOptions options, Transport transport, ControllerLog log) {
    return new Controller(
        bank,
        options,
        transport,
        Ticker.system(),
        InstantSource.system(),
        nonces.incrementAndGet(),
        log);
  }

  /** Makes it a bank, and takes snapshots one after the other. */
  Taken take(BankDefinition bank, int count, Duration timeout)
      throws ControllerException, InterruptedException {
    Taken taken = new Taken();
    try (Controller controller = controller(bank, options(count, timeout), taken)) {
      controller.run();
    }
    return taken;
  }

  Taken take(BankDefinition bank, int count) throws ControllerException, InterruptedException {
    return take(bank, count, PATIENCE);
  }

  Status status(String name) {
    try (Asker asker = new Asker(transport("asker"), name)) {
      return asker
          .ask(Request.newBuilder().setInquiry(Inquiry.getDefaultInstance()).build())
          .getStatus();
    }
  }

  @Override
  public void close() {
    List.copyOf(branches.keySet()).forEach(this::kill);
    List.copyOf(clients.keySet()).forEach(this::kill);
    executor.shutdownNow();
  }

  private final class Log implements ProcessLog {

    private final String name;

    Log(String name) {
      this.name = name;
    }

    @Override
    public void recovered(BankDefinition bank, long balance) {
      told.add("%s recovered with $%d".formatted(name, balance));
    }

    @Override
    public void begunInEra(long era) {
      told.add("%s begun in era %d".formatted(name, era));
    }

    @Override
    public void recorded(LocalSnapshot<BranchState, Transfer> part) {
      told.add("%s recorded %s".formatted(name, part.id()));
    }

    @Override
    public void restored(SnapshotId snapshot) {
      told.add("%s went back to %s".formatted(name, snapshot));
    }

    @Override
    public void connected(String member) {
      told.add("%s: %s is there".formatted(name, member));
    }

    @Override
    public void disconnected(String member) {
      told.add("%s: %s has gone".formatted(name, member));
    }

    @Override
    public void sent(String to, long amount, long balance) {}

    @Override
    public void received(String from, long amount, long balance) {}

    @Override
    public void warning(String sentence) {
      warnings.add(sentence);
    }

    @Override
    public void halted(HaltCause cause, String reason) {
      halted.add(reason);
    }
  }
}
