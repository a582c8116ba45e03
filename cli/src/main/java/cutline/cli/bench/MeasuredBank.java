package cutline.cli.bench;

import cutline.bank.BankConnection;
import cutline.bank.BankDefinition;
import cutline.bank.Controller;
import cutline.bank.ControllerLog;
import cutline.bank.ControllerOptions;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.branch.BranchProcess;
import cutline.cli.command.Addresses;
import cutline.cli.command.Protocol;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bank whose branches are processes of their own, and somebody who asks them. */
final class MeasuredBank implements Snapshotted {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Nothing but what is asked for. */
  static final Traffic IDLE = Traffic.irregular(Duration.ofDays(1), DurationRange.NONE, 1, 1);

  /** As many transfers as the branches can make. */
  static final Traffic FULL_LOAD = Traffic.irregular(Duration.ZERO, DurationRange.NONE, 1, 1);

  private static final long SHARE = 500_000_000L;

  private final List<AutoCloseable> processes;
  private final Network network;
  private final BankConnection connection;
  private int snapshots;

  private MeasuredBank(
      Protocol protocol,
      List<AutoCloseable> processes,
      List<Member> members,
      int accounts,
      Traffic traffic)
      throws Exception {
    this.processes = processes;
    network = protocol.open();
    BankDefinition bank =
        BankDefinition.dealt(SHARE * members.size(), members, accounts, traffic)
            .withOrder(protocol.order());
    try (Controller controller =
        new Controller(
            bank,
            new ControllerOptions(null, Duration.ZERO, PATIENCE, traffic.seed()),
            network.transport(Addresses.of(members)),
            Ticker.system(),
            Clock.systemUTC(),
            System.nanoTime(),
            new Silence())) {
      controller.deal();
    }
    connection =
        new BankConnection(
            bank.address(),
            network.transport(Addresses.of(members)),
            PATIENCE,
            Ticker.system(),
            Clock.systemUTC(),
            System.nanoTime());
  }

  /**
   * Starts one, each branch in a JVM of its own.
   *
   * @param directory for their files; null if they keep their state in memory
   */
  static MeasuredBank start(
      Protocol protocol, int branches, @Nullable Path directory, int accounts, Traffic traffic)
      throws Exception {
    return start(protocol, branches, branches, directory, accounts, traffic);
  }

  /**
   * Starts one whose branches are spread over some JVMs, with a connection for every pair of these,
   * and keep their state in memory.
   */
  static MeasuredBank startTogether(Protocol protocol, int branches, int jvms, Traffic traffic)
      throws Exception {
    return start(protocol, branches, jvms, null, 1, traffic);
  }

  private static MeasuredBank start(
      Protocol protocol,
      int branches,
      int jvms,
      @Nullable Path directory,
      int accounts,
      Traffic traffic)
      throws Exception {
    List<BranchProcess> processes = new ArrayList<>();
    try {
      for (int jvm = 0; jvm < jvms; jvm++) {
        String names = String.join(",", names(jvm, branches, jvms));
        processes.add(
            directory == null
                ? BranchProcess.start(names, protocol)
                : BranchProcess.start(names, 0, protocol, Scratch.fresh(directory)));
      }
      List<Member> members = new ArrayList<>();
      for (BranchProcess process : processes) {
        int port = process.awaitPort(PATIENCE);
        for (String name : process.name().split(",", -1)) {
          members.add(new Member(name, "127.0.0.1", port));
        }
      }
      return new MeasuredBank(protocol, List.copyOf(processes), members, accounts, traffic);
    } catch (Exception e) {
      processes.forEach(BranchProcess::close);
      throw e;
    }
  }

  /**
   * Starts one whose branches are spread over some JVMs, with a socket for every pair of branches,
   * and keep their state in memory.
   */
  static MeasuredBank startApart(Protocol protocol, int branches, int jvms, Traffic traffic)
      throws Exception {
    List<HostProcess> hosts = new ArrayList<>();
    try {
      for (int jvm = 0; jvm < jvms; jvm++) {
        hosts.add(HostProcess.branches(protocol, names(jvm, branches, jvms)));
      }
      List<Member> members = new ArrayList<>();
      for (HostProcess host : hosts) {
        members.addAll(members(host));
      }
      return new MeasuredBank(protocol, List.copyOf(hosts), members, 1, traffic);
    } catch (Exception e) {
      hosts.forEach(HostProcess::close);
      throw e;
    }
  }

  /** Makes a bank of branches that go on when it is closed. */
  static MeasuredBank deal(Protocol protocol, List<Member> members, int accounts, Traffic traffic)
      throws Exception {
    return new MeasuredBank(protocol, List.of(), members, accounts, traffic);
  }

  /** The branches that a JVM hosts. */
  static List<Member> members(HostProcess host) throws Exception {
    List<Member> members = new ArrayList<>();
    host.ask("ports")
        .said()
        .forEach(
            (name, port) -> members.add(new Member(name, "127.0.0.1", Integer.parseInt(port))));
    return members;
  }

  private static List<String> names(int jvm, int branches, int jvms) {
    List<String> names = new ArrayList<>();
    for (int branch = jvm; branch < branches; branch += jvms) {
      names.add("B" + branch);
    }
    return names;
  }

  @Override
  public long received() throws InterruptedException {
    return statuses().mapToLong(Status::getReceived).sum();
  }

  /** How many transfers have left and have not arrived, at most. */
  long inFlight() throws InterruptedException {
    return StopTheWorld.inFlight(statuses().toList());
  }

  /** Whether each branch is connected with each other one. */
  boolean isConnected() throws InterruptedException {
    return statuses()
        .flatMap(status -> status.getPeersList().stream())
        .allMatch(Peer::getConnected);
  }

  private Stream<Status> statuses() throws InterruptedException {
    return all(connection.statuses(PATIENCE, false));
  }

  @Override
  public void load(boolean on) throws InterruptedException {
    var _ = all(connection.pause(!on));
    if (!on) {
      // Its markers are behind all the money.
      var _ = snapshot();
    }
  }

  /** The branches make no transfers any more. */
  void pause() throws InterruptedException {
    var _ = all(connection.pause(true));
  }

  private Stream<Status> all(SequencedMap<String, Status> statuses) {
    if (statuses.size() < connection.bank().members().size()) {
      throw new IllegalStateException("a branch does not answer");
    }
    return statuses.values().stream();
  }

  /** Takes a snapshot, of each branch in turn, which must be exact. */
  @Override
  public Duration snapshot() throws InterruptedException {
    List<String> names = connection.bank().names();
    BankSnapshot snapshot = connection.snapshot(names.get(snapshots++ % names.size()), null);
    if (!snapshot.snapshot().isComplete() || snapshot.isInconsistent()) {
      throw new IllegalStateException("a snapshot is not exact: " + snapshot);
    }
    return snapshot.took();
  }

  @Override
  public void close() {
    connection.close();
    network.close();
    for (AutoCloseable process : processes) {
      try {
        process.close();
      } catch (Exception e) {
        throw new AssertionError("a process ends without objection", e);
      }
    }
  }

  private static final class Silence implements ControllerLog {

    @Override
    public void waiting(List<String> branches) {}

    @Override
    public void running(BankDefinition bank, boolean attached) {}

    @Override
    public void snapshot(int number, BankSnapshot snapshot) {}
  }
}
