package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankDefinition;
import cutline.bank.BranchServer;
import cutline.bank.Controller;
import cutline.bank.ControllerLog;
import cutline.bank.ControllerOptions;
import cutline.bank.ProcessEnvironment;
import cutline.bank.ProcessLog;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.branch.BranchProcess;
import cutline.cli.command.Addresses;
import cutline.cli.command.Protocol;
import cutline.runtime.HaltCause;
import cutline.runtime.MemoryStore;
import cutline.runtime.Ticker;
import cutline.tcp.TcpNetwork;
import cutline.tcp.TcpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole banks under load for a minute each: every snapshot is exact, and they were not idle. */
@Tag("long")
class LongRunsTest {

  private static final Duration RUN = Duration.ofSeconds(Long.getLong("cutline.long.seconds", 60));
  private static final Traffic BUSY =
      Traffic.irregular(
          Duration.ofMillis(5), new DurationRange(Duration.ZERO, Duration.ofMillis(50)), 100, 7);
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final Queue<BankSnapshot> taken = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : toClose.reversed()) {
      closeable.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void branchesInProcessesOfTheirOwn(int branches) throws Exception {
    List<BranchProcess> processes = new ArrayList<>();
    for (int branch = 0; branch < branches; branch++) {
      BranchProcess process = BranchProcess.start("B" + branch, Protocol.TCP);
      toClose.add(process);
      processes.add(process);
    }
    List<Member> members = new ArrayList<>();
    for (BranchProcess process : processes) {
      members.add(new Member(process.name(), "127.0.0.1", process.awaitPort(TIMEOUT)));
    }
    control(bank(members), 1);
    check(branches + " processes");
  }

  @Test
  void branchesThatShareAProcess() throws Exception {
    control(bank(branchesInThisProcess(48)), 1);
    check("48 branches in a process");
  }

  @Test
  void tenInitiatorsAtOnce() throws Exception {
    control(bank(branchesInThisProcess(16)), 10);
    check("16 branches and 10 controllers");
  }

  private static BankDefinition bank(List<Member> members) {
    return BankDefinition.dealt(1_000L * members.size(), members, BUSY);
  }

  private List<Member> branchesInThisProcess(int branches) throws Exception {
    List<Member> members = new ArrayList<>();
    TcpNetwork network = new TcpNetwork();
    toClose.add(network);
    AtomicLong nonce = new AtomicLong();
    for (int branch = 0; branch < branches; branch++) {
      String name = "B" + branch;
      BranchServer server =
          BranchServer.start(
              name,
              new ProcessEnvironment(
                  bank -> network.transport(Addresses.of(bank.members())),
                  new MemoryStore(),
                  Ticker.system(),
                  Clock.systemUTC(),
                  network.executor(),
                  nonce::incrementAndGet,
                  new Warnings(),
                  false,
                  true));
      TcpServer tcp =
          network.listen(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server.acceptor());
      toClose.add(tcp);
      toClose.add(server);
      members.add(new Member(name, "127.0.0.1", tcp.address().getPort()));
    }
    return members;
  }

  /** Takes snapshots of the bank for a while, by some controllers at once. */
  private void control(BankDefinition bank, int controllers) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> runs = new ArrayList<>();
      for (int controller = 0; controller < controllers; controller++) {
        long number = controller;
        runs.add(threads.submit(() -> run(bank, number)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
  }

  private Void run(BankDefinition bank, long number) throws Exception {
    ControllerOptions options = new ControllerOptions(null, INTERVAL, TIMEOUT, number);
    try (TcpNetwork network = new TcpNetwork();
        Controller controller =
            new Controller(
                bank,
                options,
                network.transport(Addresses.of(bank.members())),
                Ticker.system(),
                Clock.systemUTC(),
                number,
                new UntilTheEnd())) {
      controller.run();
    } catch (InterruptedException e) {
      // The time is up.
    }
    return null;
  }

  private void check(String what) {
    long inFlight =
        taken.stream().filter(snapshot -> snapshot.inFlightTotal().signum() > 0).count();
    double millis =
        taken.stream().mapToLong(snapshot -> snapshot.took().toNanos()).average().orElse(0) / 1e6;
    System.out.printf(
        "%s: %,d snapshots, %,d with money in flight, mean %.1f ms%n",
        what, taken.size(), inFlight, millis);
    assertThat(taken)
        .allSatisfy(snapshot -> {
          assertThat(snapshot.snapshot().reason()).isNull();
          assertThat(snapshot.invariant().violation(snapshot.snapshot())).isEmpty();
        });
    assertThat(taken).hasSizeGreaterThan(10);
    assertThat(inFlight).isGreaterThanOrEqualTo(taken.size() * 3L / 10);
  }

  private final class UntilTheEnd implements ControllerLog {

    private long startedAt;

    @Override
    public void waiting(List<String> branches) {}

    @Override
    public void running(BankDefinition bank, boolean attached) {
      startedAt = System.nanoTime();
    }

    @Override
    public void snapshot(int number, BankSnapshot snapshot) {
      taken.add(snapshot);
      if (System.nanoTime() - startedAt > RUN.toNanos()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Warnings implements ProcessLog {

    @Override
    public void joined(BankDefinition bank) {}

    @Override
    public void sent(String to, long amount, long balance) {}

    @Override
    public void received(String from, long amount, long balance) {}

    @Override
    public void warning(String sentence) {
      System.out.println(sentence);
    }

    @Override
    public void halted(HaltCause cause, String reason) {
      System.out.println(reason);
    }
  }
}
