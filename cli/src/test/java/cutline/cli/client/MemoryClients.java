package cutline.cli.client;

import static org.awaitility.Awaitility.await;

import cutline.bank.BankDefinition;
import cutline.bank.BankProcess;
import cutline.bank.ProcessEnvironment;
import cutline.bank.config.Member;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Rhythm;
import cutline.bank.domain.Traffic;
import cutline.cli.command.End;
import cutline.cli.observe.ObservationWriter;
import cutline.cli.snapshots.Archivist;
import cutline.cli.terminal.Colors;
import cutline.cli.testing.SocketBank;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.MemoryStore;
import cutline.runtime.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Client 1, to be talked to, and two others, in one JVM. No money moves by itself. */
final class MemoryClients implements AutoCloseable {

  private static final Traffic STILL =
      new Traffic(new Rhythm.Regular(Duration.ofSeconds(10), 0.2), DurationRange.NONE, 100, 1);

  /** What client 1 has logged. */
  final Queue<String> logged = new ConcurrentLinkedQueue<>();

  /** What client 1 has answered. */
  final Queue<String> results = new ConcurrentLinkedQueue<>();

  final Queue<String> remarks = new ConcurrentLinkedQueue<>();
  final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

  /** What time it is for client 1's list of snapshots, in nanoseconds. */
  final AtomicLong now = new AtomicLong();

  final ClientSnapshots snapshots;
  final ClientCommands commands;

  private final MemoryNetwork network = new MemoryNetwork();
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong nonces = new AtomicLong();
  private final BankDefinition bank;
  private final Map<String, BankProcess> processes = new TreeMap<>();
  private final BankProcess first;

  MemoryClients(Duration timeout, String... others) throws Exception {
    List<Member> members = new ArrayList<>();
    for (String id : List.of("1", "2", "3")) {
      members.add(new Member(id, "memory", 9100 + members.size() + 1));
    }
    bank = BankDefinition.joined(members, List.of(1_000L, 1_000L, 1_000L), STILL);
    ClientLog log =
        new ClientLog("1", logged::add, new End(), ObservationWriter.NONE, Ticker.system());
    first = start("1", log);
    snapshots = new ClientSnapshots(first, timeout, Archivist.NONE, Runnable::run, now::get);
    commands =
        new ClientCommands(
            first, snapshots, new ClientSnapshotText(bank.names(), Colors.NONE), log, output());
    for (String other : others) {
      start(other);
    }
  }

  /** Starts another client, and waits until client 1 sees it. */
  void start(String id) throws Exception {
    start(id, new ClientLog(id, _ -> {}, new End(), ObservationWriter.NONE, Ticker.system()));
    awaitPeer(id, true);
  }

  private BankProcess start(String id, ClientLog log) throws Exception {
    BankProcess process =
        new BankProcess(
            id,
            bank,
            new ProcessEnvironment(
                _ -> network.transport(id),
                new MemoryStore(),
                Ticker.system(),
                Clock.systemUTC(),
                executor,
                nonces::incrementAndGet,
                log,
                true,
                true));
    processes.put(id, process);
    network.listen(id, process.start());
    return process;
  }

  /** As if its process had been killed. */
  void kill(String id) throws Exception {
    network.leave(id);
    BankProcess process = processes.remove(id);
    if (process != null) {
      process.close();
    }
    awaitPeer(id, false);
  }

  private void awaitPeer(String id, boolean isThere) {
    await()
        .atMost(SocketBank.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            first.status().get().peers().stream()
                .filter(peer -> peer.name().equals(id))
                .allMatch(peer -> peer.isConnected() == isThere));
  }

  /** Has client 1 do what a line says, and waits until it is done. */
  boolean type(String line) throws InterruptedException {
    boolean wantsMore = commands.execute(line);
    snapshots.await();
    return wantsMore;
  }

  /** What client 1 has answered since the last time. */
  List<String> answers() {
    List<String> answers = new ArrayList<>(results);
    results.clear();
    return answers;
  }

  /** What client 1 did not understand or refused since the last time. */
  List<String> objections() {
    List<String> objections = new ArrayList<>(mistakes);
    mistakes.clear();
    return objections;
  }

  private ClientOutput output() {
    return new ClientOutput() {
      @Override
      public void result(List<String> lines) {
        results.addAll(lines);
      }

      @Override
      public void remark(String line) {
        remarks.add(line);
      }

      @Override
      public void mistake(String line) {
        mistakes.add(line);
      }

      @Override
      public int width() {
        return 100;
      }
    };
  }

  @Override
  public void close() {
    processes.values().forEach(BankProcess::close);
    executor.shutdownNow();
  }
}
