package cutline.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankDefinition;
import cutline.bank.BranchServer;
import cutline.bank.Controller;
import cutline.bank.ControllerException;
import cutline.bank.ControllerLog;
import cutline.bank.ControllerOptions;
import cutline.bank.ProcessEnvironment;
import cutline.bank.ProcessLog;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.command.Addresses;
import cutline.cli.command.CommandException;
import cutline.cli.command.Protocol;
import cutline.runtime.HaltCause;
import cutline.runtime.MemoryStore;
import cutline.runtime.Network;
import cutline.runtime.Store;
import cutline.runtime.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Branches and controllers in one JVM, over sockets on loopback. */
public final class SocketBank implements AutoCloseable {

  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Busy: at any time there is money in flight. */
  public static final Traffic TRAFFIC =
      Traffic.irregular(
          Duration.ofMillis(5), new DurationRange(Duration.ZERO, Duration.ofMillis(50)), 100, 7);

  public final Queue<String> halted = new ConcurrentLinkedQueue<>();
  public final Queue<String> warnings = new ConcurrentLinkedQueue<>();

  private final Protocol protocol;
  private final Network network;
  private final Map<String, Network.Server> ports = new LinkedHashMap<>();
  private final Map<String, BranchServer> branches = new LinkedHashMap<>();
  private final AtomicLong nonces = new AtomicLong();

  /** Over TCP. */
  public SocketBank(int count) throws IOException {
    this(Protocol.TCP, count);
  }

  public SocketBank(Protocol protocol, int count) throws IOException {
    this.protocol = protocol;
    this.network = open(protocol);
    for (int branch = 0; branch < count; branch++) {
      start("B" + branch);
    }
  }

  private static Network open(Protocol protocol) {
    try {
      return protocol.open();
    } catch (CommandException e) {
      throw new AssertionError(e);
    }
  }

  private void start(String name) throws IOException {
    BranchServer branch =
        server(
            name,
            new ProcessEnvironment(
                bank -> network.transport(Addresses.of(bank.members())),
                network.order(),
                new MemoryStore(),
                Ticker.system(),
                Clock.systemUTC(),
                network.executor(),
                nonces::incrementAndGet,
                new Log(),
                false,
                true,
                false));
    branches.put(name, branch);
    ports.put(
        name,
        network.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), branch.acceptor()));
  }

  private static BranchServer server(String name, ProcessEnvironment environment) {
    try {
      return BranchServer.start(name, environment);
    } catch (Store.StoreException e) {
      throw new AssertionError(e);
    }
  }

  public List<String> names() {
    return List.copyOf(branches.keySet());
  }

  public InetSocketAddress address(String name) {
    Network.Server server = ports.get(name);
    assertThat(server).as(name).isNotNull();
    return server == null ? new InetSocketAddress(0) : server.address();
  }

  public List<Member> members() {
    return names().stream()
        .map(name -> new Member(name, "127.0.0.1", address(name).getPort()))
        .toList();
  }

  public BankDefinition of(long total) {
    return BankDefinition.dealt(total, members(), TRAFFIC).withOrder(protocol.order());
  }

  /** Makes it that bank, and takes snapshots one after the other. */
  public List<BankSnapshot> take(BankDefinition bank, int count)
      throws ControllerException, InterruptedException {
    return take(bank, count, InstantSource.system());
  }

  /**
   * Takes snapshots, and gives them once they are decided.
   *
   * @param clock is read at the beginning of each snapshot
   */
  public List<BankSnapshot> take(BankDefinition bank, int count, InstantSource clock)
      throws ControllerException, InterruptedException {
    List<BankSnapshot> taken = new ArrayList<>();
    ControllerOptions options =
        new ControllerOptions(count, Duration.ZERO, PATIENCE, nonces.incrementAndGet());
    try (Network own = open(protocol);
        Controller controller =
            new Controller(
                bank,
                options,
                own.transport(Addresses.of(bank.members())),
                Ticker.system(),
                clock,
                nonces.incrementAndGet(),
                new Collector(taken))) {
      controller.run();
    }
    return taken;
  }

  /** As {@link #take}, and all of them must be exact. */
  public List<BankSnapshot> takeExact(BankDefinition bank, int count)
      throws ControllerException, InterruptedException {
    List<BankSnapshot> taken = take(bank, count);
    assertThat(taken).hasSize(count).allSatisfy(SocketBank::assertExact);
    return taken;
  }

  public static void assertExact(BankSnapshot snapshot) {
    assertThat(snapshot.snapshot().reason()).isNull();
    assertThat(snapshot.invariant().violation(snapshot.snapshot())).isEmpty();
  }

  @Override
  public void close() {
    ports.values().forEach(Network.Server::close);
    branches.values().forEach(BranchServer::close);
    network.close();
  }

  private record Collector(List<BankSnapshot> taken) implements ControllerLog {

    @Override
    public void waiting(List<String> branches) {}

    @Override
    public void running(BankDefinition bank, boolean attached) {}

    @Override
    public void snapshot(int number, BankSnapshot snapshot) {
      taken.add(snapshot);
    }
  }

  private final class Log implements ProcessLog {

    @Override
    public void joined(BankDefinition bank) {}

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
