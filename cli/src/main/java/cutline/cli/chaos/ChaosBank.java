package cutline.cli.chaos;

import cutline.bank.BankConnection;
import cutline.bank.BankDefinition;
import cutline.bank.Controller;
import cutline.bank.ControllerException;
import cutline.bank.ControllerLog;
import cutline.bank.ControllerOptions;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.Traffic;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.command.Protocol;
import cutline.cli.running.RunningBanks;
import cutline.cli.running.TemporaryDirectory;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A bank at work whose branches, processes with data of their own, can be done harm. */
final class ChaosBank implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration DEAL = Duration.ofSeconds(60);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Ticker ticker = Ticker.system();
  private final Network network;
  private final TemporaryDirectory data;
  private final SequencedMap<String, ChaosBranch> branches = new LinkedHashMap<>();
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
  private final BankDefinition definition;

  /** Starts the processes, deals out the total and has them transfer. */
  ChaosBank(List<String> names, Protocol protocol, long total, Traffic traffic)
      throws IOException, CommandException, ControllerException, InterruptedException {
    network = protocol.open();
    data = TemporaryDirectory.ofBank(new RunningBanks());
    try {
      List<Member> members = new ArrayList<>();
      for (String name : names) {
        ChaosBranch branch =
            new ChaosBranch(
                name,
                protocol,
                data.file(name),
                Weather.bad(traffic.seed() * 31 + name.hashCode()),
                troubles::add);
        branches.put(name, branch);
        members.add(new Member(name, Relay.HOST, branch.forBranches().getPort()));
        branch.start();
      }
      for (ChaosBranch branch : branches.values()) {
        branch.awaitStart();
      }
      definition = BankDefinition.dealt(total, members, traffic).withOrder(protocol.order());
      deal();
    } catch (IOException
        | CommandException
        | ControllerException
        | InterruptedException
        | RuntimeException
        | Error e) {
      close();
      throw e;
    }
  }

  private void deal() throws ControllerException, InterruptedException {
    try (Controller controller =
        new Controller(
            definition,
            new ControllerOptions(1, Duration.ZERO, DEAL, 0),
            network.transport(addresses()),
            ticker,
            Clock.systemUTC(),
            RANDOM.nextLong(),
            new Silence())) {
      controller.deal();
    }
  }

  private Map<String, InetSocketAddress> addresses() {
    Map<String, InetSocketAddress> addresses = new TreeMap<>();
    branches.forEach((name, branch) -> addresses.put(name, branch.forAskers()));
    return addresses;
  }

  List<String> names() {
    return definition.names();
  }

  long total() {
    return definition.total();
  }

  /** What carries the messages. */
  Protocol protocol() {
    return Protocol.of(definition.order());
  }

  /** What has happened to datagrams on their way from branch to branch. */
  Weather.Damage damage() {
    return branches.values().stream()
        .map(branch -> branch.relay().damage())
        .reduce(Weather.Damage.NONE, Weather.Damage::plus);
  }

  /** The longest that money is kept in its channel. */
  Duration longestDelay() {
    return definition.traffic().delay().most();
  }

  ChaosBranch branch(String name) {
    ChaosBranch branch = branches.get(name);
    if (branch == null) {
      throw new IllegalArgumentException("there is no branch " + name);
    }
    return branch;
  }

  /** A connection to all branches that no fault of connections touches. */
  BankConnection connect(Duration timeout) {
    return new BankConnection(
        definition.address(),
        network.transport(addresses()),
        timeout,
        ticker,
        Clock.systemUTC(),
        RANDOM.nextLong());
  }

  /**
   * Requires that no branch has ended but those that were killed.
   *
   * @throws CommandException if one has
   */
  void requireHealth() throws CommandException {
    String trouble = troubles.peek();
    if (trouble != null) {
      throw new CommandException(ExitCode.NETWORK, trouble);
    }
  }

  /**
   * Ends the transfers, and waits until all that was sent has arrived and all snapshots have ended.
   *
   * @return what all branches say then, or when the time is up
   */
  SequencedMap<String, Status> settle(Duration patience)
      throws CommandException, InterruptedException {
    try (BankConnection connection = connect(ANSWER)) {
      long deadline = ticker.nanos() + patience.toNanos();
      SequencedMap<String, Status> statuses;
      do {
        requireHealth();
        connection.pause(true);
        statuses = connection.statuses(ANSWER, true);
      } while (!isSettled(statuses) && ticker.nanos() < deadline);
      return statuses;
    }
  }

  private boolean isSettled(SequencedMap<String, Status> statuses) {
    return statuses.size() == branches.size()
        && statuses.values().stream().allMatch(ChaosBank::isSettled);
  }

  private static boolean isSettled(Status status) {
    return status.getPaused()
        && status.getOpenCount() == 0
        && status.getPeersList().stream().allMatch(ChaosBank::hasNothingUnderWay);
  }

  private static boolean hasNothingUnderWay(Peer peer) {
    return peer.getConnected() && peer.getUnacknowledgedTransfers() == 0;
  }

  @Override
  public void close() {
    branches.values().forEach(ChaosBranch::close);
    network.close();
    data.close();
  }

  /** There is nothing to tell of a deal. */
  private static final class Silence implements ControllerLog {

    @Override
    public void waiting(List<String> branches) {}

    @Override
    public void running(BankDefinition bank, boolean attached) {}

    @Override
    public void snapshot(int number, BankSnapshot snapshot) {}
  }
}
