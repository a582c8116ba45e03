package cutline.cli.demo;

import cutline.bank.BankAddress;
import cutline.bank.BankConnection;
import cutline.bank.BankDefinition;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.branch.BranchProcess;
import cutline.cli.command.Addresses;
import cutline.cli.command.CommandException;
import cutline.cli.command.Protocol;
import cutline.cli.running.RunningBanks;
import cutline.cli.running.TemporaryDirectory;
import cutline.core.SnapshotId;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The processes of the demo's bank, which can be killed and started again. */
final class DemoBank implements AutoCloseable {

  /** How long a process may take to start. */
  private static final Duration START = Duration.ofSeconds(30);

  /** How long a branch that lives may take to answer. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** How long the branches may take to get ready to go back. */
  private static final Duration BACK = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(50);

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * What came of an order.
   *
   * @param done whether it was carried out
   * @param sentence what came of it, or why it was not
   */
  record Answer(boolean done, String sentence) {

    static Answer no(String sentence) {
      return new Answer(false, sentence);
    }
  }

  /** Why a branch takes no part. */
  private enum Why {
    KILLED("killed"),
    ENDED("dead");

    private final String text;

    Why(String text) {
      this.text = text;
    }
  }

  private record Absence(Why why, long since) {}

  private final Network network;
  private final Ticker ticker = Ticker.system();
  private final BankDefinition bank;
  private final TemporaryDirectory data;
  private final @Nullable BranchLogs log;
  private final Map<String, BranchProcess> processes = new ConcurrentHashMap<>();
  private final Map<String, Absence> absences = new ConcurrentHashMap<>();
  private final Map<String, Duration> lastAbsences = new ConcurrentHashMap<>();
  private volatile Consumer<String> notices = _ -> {};
  private volatile boolean closing;
  private volatile boolean paused;

  private DemoBank(
      BankDefinition bank,
      Network network,
      Collection<BranchProcess> started,
      TemporaryDirectory data,
      @Nullable BranchLogs log) {
    this.bank = bank;
    this.network = network;
    this.data = data;
    this.log = log;
    if (log != null) {
      log.begin(bank);
    }
    for (BranchProcess process : started) {
      watch(process);
    }
  }

  /**
   * Starts the processes; the money is still to be dealt.
   *
   * @param definition makes a bank of its members
   * @param log is given what the branches do; null if nobody wants to know
   */
  static DemoBank start(
      int branches,
      Protocol protocol,
      Function<List<Member>, BankDefinition> definition,
      @Nullable BranchLogs log)
      throws IOException, CommandException, InterruptedException {
    List<BranchProcess> processes = new ArrayList<>();
    TemporaryDirectory data = TemporaryDirectory.ofBank(new RunningBanks());
    try {
      for (int branch = 0; branch < branches; branch++) {
        String name = String.valueOf((char) ('A' + branch));
        processes.add(startBranch(name, 0, protocol, data, log));
      }
      List<Member> members = new ArrayList<>();
      for (BranchProcess process : processes) {
        members.add(new Member(process.name(), "127.0.0.1", process.awaitPort(START)));
      }
      return new DemoBank(
          definition.apply(members).withOrder(protocol.order()),
          protocol.open(),
          processes,
          data,
          log);
    } catch (IOException | CommandException | InterruptedException | RuntimeException | Error e) {
      end(processes);
      data.close();
      throw e;
    }
  }

  private static BranchProcess startBranch(
      String name, int port, Protocol protocol, TemporaryDirectory data, @Nullable BranchLogs log)
      throws IOException {
    return log == null
        ? BranchProcess.start(name, port, protocol, data.file(name))
        : BranchProcess.startObserved(name, port, protocol, data.file(name));
  }

  private void watch(BranchProcess process) {
    processes.put(process.name(), process);
    if (log != null) {
      log.follow(process);
    }
    process.whenEnded(exitCode -> ended(process, exitCode));
  }

  private void ended(BranchProcess process, int exitCode) {
    String name = process.name();
    if (closing || processes.get(name) != process) {
      return;
    }
    Absence now = new Absence(Why.ENDED, ticker.nanos());
    Absence then = absences.compute(name, (_, before) -> before == null ? now : before);
    if (then.equals(now)) {
      notices.accept(DemoText.ended(name, exitCode));
    }
  }

  /** Who is told, in a sentence, when a branch has ended by itself. */
  void tell(Consumer<String> told) {
    notices = told;
  }

  /** What the bank is. */
  BankDefinition definition() {
    return bank;
  }

  /** Where the bank is. */
  BankAddress address() {
    return bank.address();
  }

  /** What carries its messages. */
  Protocol protocol() {
    return Protocol.of(bank.order());
  }

  /** The way to its members. */
  Network network() {
    return network;
  }

  /** A connection to all members. */
  BankConnection connect(Duration timeout) {
    return connect(bank.members(), timeout);
  }

  private BankConnection connect(List<Member> members, Duration timeout) {
    return new BankConnection(
        new BankAddress(bank.id(), bank.total(), members, bank.order()),
        network.transport(Addresses.of(members)),
        timeout,
        ticker,
        Clock.systemUTC(),
        RANDOM.nextLong());
  }

  /** The branches that take part, in their order. */
  List<String> living() {
    return bank.names().stream().filter(name -> !absences.containsKey(name)).toList();
  }

  private List<Member> livingMembers() {
    return bank.members().stream().filter(member -> !absences.containsKey(member.name())).toList();
  }

  /** Per branch that takes no part, why, in a word or two. */
  SequencedMap<String, String> absent() {
    SequencedMap<String, String> absent = new TreeMap<>();
    absences.forEach((name, absence) -> absent.put(name, absence.why().text));
    return absent;
  }

  /** How long a branch that is back was dead before; nothing if it never was. */
  Duration lastAbsence(String branch) {
    return lastAbsences.getOrDefault(branch, Duration.ZERO);
  }

  /** Ends the process of a branch with SIGKILL. */
  synchronized Answer kill(String branch) throws InterruptedException {
    BranchProcess process = processes.get(branch);
    if (process == null) {
      return Answer.no("there is no branch " + branch);
    }
    if (!process.isAlive()) {
      return Answer.no("%s is dead already".formatted(branch));
    }
    absences.put(branch, new Absence(Why.KILLED, ticker.nanos()));
    process.kill();
    return new Answer(true, DemoText.killed(branch, heldFor(branch).dollars()));
  }

  /** Starts a dead branch again, on the port that it had. */
  synchronized Answer restart(String branch) throws InterruptedException {
    BranchProcess dead = processes.get(branch);
    Absence absence = absences.get(branch);
    if (dead == null) {
      return Answer.no("there is no branch " + branch);
    }
    if (dead.isAlive()) {
      return Answer.no("%s is alive".formatted(branch));
    }
    Held held = heldFor(branch);
    Member member = member(branch);
    BranchProcess process;
    try {
      process = startBranch(branch, member.port(), protocol(), data, log);
      watch(process);
      process.awaitPort(START);
    } catch (IOException | CommandException e) {
      return Answer.no("%s cannot be started: %s".formatted(branch, e.getMessage()));
    }
    Status status = recovered(member);
    if (!process.isAlive()) {
      process.whenEnded(exitCode -> ended(process, exitCode));
    }
    if (status == null) {
      return Answer.no("%s was started again and does not answer".formatted(branch));
    }
    lastAbsences.put(
        branch, Duration.ofNanos(absence == null ? 0 : ticker.nanos() - absence.since()));
    absences.remove(branch);
    if (paused) {
      pause(true);
    }
    return new Answer(
        true, DemoText.recovered(branch, status.getBalance(), held.transfers(), apart(status)));
  }

  /**
   * How a branch is that was started again, once it has agreed with all others that live on what
   * each of them has sent and received; null if it does not answer in time.
   */
  private @Nullable Status recovered(Member member) throws InterruptedException {
    long deadline = ticker.nanos() + START.toNanos();
    Status status = null;
    while (ticker.nanos() < deadline && (status == null || !apart(status).isEmpty())) {
      Status now = status(member);
      status = now == null ? status : now;
      Thread.sleep(POLL.toMillis());
    }
    return status;
  }

  /** The living branches that a branch has no connection with. */
  private List<String> apart(Status status) {
    List<String> peers =
        bank.names().stream().filter(name -> !name.equals(status.getName())).sorted().toList();
    return peers.stream()
        .filter(peer -> !absences.containsKey(peer))
        .filter(peer -> !status.getPeers(peers.indexOf(peer)).getConnected())
        .toList();
  }

  private @Nullable Status status(Member member) throws InterruptedException {
    try (BankConnection connection = connect(List.of(member), ANSWER)) {
      return connection.statuses(ANSWER, false).get(member.name());
    }
  }

  private Member member(String branch) {
    return bank.members().stream()
        .filter(member -> member.name().equals(branch))
        .findFirst()
        .orElseThrow();
  }

  /** What has left for a branch and was not acknowledged by it. */
  private record Held(long dollars, int transfers) {}

  private Held heldFor(String branch) throws InterruptedException {
    long dollars = 0;
    int transfers = 0;
    List<Member> others =
        livingMembers().stream().filter(member -> !member.name().equals(branch)).toList();
    try (BankConnection connection = connect(others, ANSWER)) {
      for (Map.Entry<String, Status> said : connection.statuses(ANSWER, true).entrySet()) {
        List<String> peers =
            bank.names().stream().filter(name -> !name.equals(said.getKey())).sorted().toList();
        Peer peer = said.getValue().getPeers(peers.indexOf(branch));
        dollars += peer.getUnacknowledged();
        transfers += peer.getUnacknowledgedTransfers();
      }
    }
    return new Held(dollars, transfers);
  }

  /**
   * Brings the whole bank back to a snapshot.
   *
   * @param number what people call it
   */
  synchronized Answer back(int number, BankSnapshot snapshot) throws InterruptedException {
    SnapshotId id = snapshot.snapshot().id();
    if (id == null || !snapshot.snapshot().isComplete()) {
      return Answer.no("snapshot %d is no result to go back to".formatted(number));
    }
    if (!absences.isEmpty()) {
      return Answer.no(
          "A bank goes back only as a whole: start %s again first"
              .formatted(String.join(" and ", absent().sequencedKeySet())));
    }
    try (BankConnection connection = connect(BACK)) {
      BankConnection.RestoreResult result =
          connection.restore(snapshot.snapshot().initiator(), id, BACK.multipliedBy(3));
      return result.failure() == null
          ? new Answer(true, DemoText.back(number, snapshot))
          : Answer.no(
              result.isKnown()
                  ? "The bank stays as it is: " + result.failure()
                  : "It is not known whether the bank goes back: " + result.failure());
    }
  }

  /** Pauses the transfers, or has them go on; gives what is the case now. */
  synchronized boolean togglePause() throws InterruptedException {
    pause(!paused);
    return paused;
  }

  /** Pauses the transfers, or has them go on, whatever was the case before. */
  synchronized void pauseTransfers(boolean pause) throws InterruptedException {
    pause(pause);
  }

  /** Whether the transfers are paused. */
  boolean isPaused() {
    return paused;
  }

  private synchronized void pause(boolean pause) throws InterruptedException {
    try (BankConnection connection = connect(livingMembers(), ANSWER)) {
      connection.pause(pause);
    }
    paused = pause;
  }

  /** The balances, each as it was when its branch was asked. */
  SequencedMap<String, Long> naiveBalances() throws InterruptedException {
    try (BankConnection connection = connect(livingMembers(), ANSWER)) {
      return connection.naiveBalances();
    }
  }

  @Override
  public void close() {
    closing = true;
    end(processes.values());
    network.close();
    data.close();
    if (log != null) {
      log.close();
    }
  }

  private static void end(Collection<BranchProcess> processes) {
    processes.forEach(BranchProcess::requestEnd);
    processes.forEach(BranchProcess::close);
  }
}
