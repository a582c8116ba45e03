package cutline.bank;

import cutline.bank.domain.Bank;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.Branch;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Ledger;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.Transfer;
import cutline.bank.domain.TransferRefusal;
import cutline.bank.wire.Vitals;
import cutline.core.GlobalSnapshot;
import cutline.core.Initiation;
import cutline.core.Limits;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.runtime.Decided;
import cutline.runtime.Endpoint;
import cutline.runtime.HaltCause;
import cutline.runtime.Node;
import cutline.runtime.NodeConfig;
import cutline.runtime.NodeDriver;
import cutline.runtime.NodeListener;
import cutline.runtime.Observed;
import cutline.runtime.Observer;
import cutline.runtime.PeerStatus;
import cutline.runtime.Store;
import cutline.runtime.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A member of a bank at work, as a branch or as a client with an account. What it is asked for is
 * done between two messages of its own, and answered when it is durable.
 */
public final class BankProcess implements AutoCloseable {

  private final String name;
  private final BankDefinition bank;
  private final ProcessEnvironment environment;
  private final Branch branch;
  private final Node<BranchState, Transfer> node;

  /** The largest delay since the start: what was sent with it may still be in flight. */
  private Duration largestDelay;

  private final String requestPrefix;
  private long requests;

  /** Who waits for the decision on a request. */
  private final Map<String, Consumer<Decided<BranchState, Transfer>>> waiting =
      new LinkedHashMap<>();

  /** Who waits for the outcome of a restore: why everything is as before, or empty. */
  private final Map<String, Consumer<Optional<String>>> restoring = new LinkedHashMap<>();

  private final Watches watches;
  private final CommitTimes store;
  private @Nullable NodeDriver driver;

  /**
   * A member of this bank, which must be {@link #start started}.
   *
   * @throws Store.StoreException if what it had stored cannot be read
   */
  public BankProcess(String name, BankDefinition bank, ProcessEnvironment environment)
      throws Store.StoreException {
    this.name = name;
    this.bank = bank;
    this.environment = environment;
    this.requestPrefix = "%016x-".formatted(environment.nonce().getAsLong());
    this.largestDelay = bank.traffic().delay().most();
    this.watches = new Watches(this, environment.clock());
    this.store = new CommitTimes(environment.store(), environment.ticker());
    SplittableRandom random = new SplittableRandom(bank.traffic().seed() * 31 + name.hashCode());
    SplittableRandom delays = random.split();
    this.branch =
        new Branch(
            name,
            bank.bank(),
            bank.traffic(),
            random,
            environment.logsTransfers() ? environment.log() : null,
            environment.keepsLedger(),
            bank.order());
    this.node =
        new Node<>(
            new NodeConfig(
                bank.id(),
                name,
                bank.topology(),
                environment.nonce().getAsLong(),
                Limits.DEFAULT,
                () -> branch.traffic().drawDelay(delays),
                () -> largestDelay,
                environment.copiesAccounts()),
            branch,
            new BankCodec(bank.total()),
            store,
            environment.transport().apply(bank),
            new Listener(),
            environment.ticker().nanos());
  }

  /** Its name in the bank. */
  public String name() {
    return name;
  }

  /** The bank that it belongs to. */
  public BankDefinition bank() {
    return bank;
  }

  /**
   * Begins to work, and to answer other members and whoever asks.
   *
   * @return where their connections go
   */
  public Transport.Acceptor start() {
    Endpoint endpoint = new Endpoint(new Requests(this));
    node.post(() -> branch.start(environment.ticker().nanos()));
    start(endpoint);
    return endpoint;
  }

  /** Begins to work; connections come by the endpoint, transfers begin on request. */
  void start(Endpoint endpoint) {
    node.post(() -> {
      long era = node.era();
      if (era > 0) {
        afterCommit(() -> environment.log().begunInEra(era));
      }
    });
    endpoint.attach(node);
    driver = new NodeDriver(node, environment.executor(), environment.ticker());
  }

  // ------------------------------------------------------ for whoever started it

  /** Sends money to another member; gives why nothing happened, or empty. */
  public CompletableFuture<Optional<TransferRefusal>> transfer(String to, long amount) {
    return ask(() -> branch.transfer(to, amount, node.sender()));
  }

  /** How it stands. */
  public CompletableFuture<ProcessStatus> status() {
    return ask(this::statusNow);
  }

  /**
   * Looks at all accounts, in the order of their numbers. The process stands still meanwhile.
   *
   * @param reader is given what each account holds, in dollars
   */
  public <T> CompletableFuture<T> accounts(Function<LongStream, T> reader) {
    return ask(() -> reader.apply(branch.accounts()));
  }

  /** Makes no transfers by itself any more, or makes them again. */
  public CompletableFuture<ProcessStatus> pause(boolean pause) {
    return ask(() -> {
      branch.pause(pause);
      return statusNow();
    });
  }

  /** Transfers by itself in another way from now on; what is in flight keeps its delay. */
  public CompletableFuture<ProcessStatus> changeTraffic(UnaryOperator<Traffic> change) {
    return ask(() -> {
      branch.setTraffic(change.apply(branch.traffic()));
      Duration delay = branch.traffic().delay().most();
      largestDelay = delay.compareTo(largestDelay) > 0 ? delay : largestDelay;
      return statusNow();
    });
  }

  /**
   * Takes a snapshot of the bank. It is decided when all members have reported, at the latest after
   * the timeout and three times the largest delay.
   *
   * @param timeout from nothing to a day
   */
  public CompletableFuture<BankSnapshot> snapshot(Duration timeout) {
    Instant startedAt = environment.clock().instant();
    CompletableFuture<BankSnapshot> taken = new CompletableFuture<>();
    node.post(() -> {
      String obstacle = neverSeen();
      if (obstacle != null) {
        complete(taken, none(SnapshotStatus.INCOMPLETE, obstacle, startedAt));
        return;
      }
      Initiation initiation =
          initiate(
              requestPrefix + ++requests,
              timeout,
              decided ->
                  taken.complete(
                      new BankSnapshot(
                          namingWhoIsAway(decided.snapshot()),
                          bank.total(),
                          startedAt,
                          decided.took())));
      if (initiation instanceof Initiation.Busy busy) {
        complete(taken, none(SnapshotStatus.ABORTED, busy.reason(), startedAt));
      }
    });
    return taken;
  }

  /** All wait for the marker of one that is gone, and none of them can report: names that one. */
  private GlobalSnapshot<BranchState, Transfer> namingWhoIsAway(
      GlobalSnapshot<BranchState, Transfer> snapshot) {
    List<String> away =
        node.peers().stream().filter(peer -> !peer.isConnected()).map(PeerStatus::name).toList();
    if (snapshot.status() != SnapshotStatus.INCOMPLETE || away.isEmpty()) {
      return snapshot;
    }
    return new GlobalSnapshot<>(
        snapshot.id(),
        snapshot.initiator(),
        snapshot.status(),
        "no report from " + String.join(", ", away),
        snapshot.states(),
        snapshot.channels(),
        snapshot.markers());
  }

  /**
   * Brings the whole bank back to a snapshot: every member gets its balance of then, and the money
   * that was in flight to it. It is decided when all members are ready, at the latest after the
   * timeout and three times the largest delay.
   *
   * @param timeout from nothing to a day
   * @return why everything is as before, in a sentence; empty if the bank has gone back
   */
  public CompletableFuture<Optional<String>> restore(SnapshotId snapshot, Duration timeout) {
    CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
    node.post(() -> {
      String obstacle = neverSeen();
      if (obstacle == null) {
        restore(requestPrefix + ++requests, snapshot, timeout, ended::complete);
      } else {
        complete(ended, Optional.of(obstacle));
      }
    });
    return ended;
  }

  private BankSnapshot none(SnapshotStatus status, String reason, Instant startedAt) {
    return BankSnapshot.none(name, status, reason, bank.total(), startedAt);
  }

  private <T> CompletableFuture<T> ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    node.post(() -> complete(answer, question.get()));
    return answer;
  }

  private <T> void complete(CompletableFuture<T> future, T value) {
    afterCommit(() -> future.complete(value));
  }

  /** Those who observe it from outside. */
  Watches watches() {
    return watches;
  }

  // -------------------------------------------------- on the node's thread only

  void post(Runnable action) {
    node.post(action);
  }

  void afterCommit(Runnable action) {
    node.sender().afterCommit(action);
  }

  void keep(String key, byte[] value) {
    node.keep(key, value);
  }

  long balanceNow() {
    return branch.balance();
  }

  long era() {
    return node.era();
  }

  /** How its commits go, which is measured from when this is asked first, and what waits. */
  Vitals vitals() {
    return store.asked().setWaiting(node.waiting()).build();
  }

  /** The snapshot that the bank has gone back to last; empty if it never has. */
  Optional<SnapshotId> restored() {
    return node.restored();
  }

  void watch(@Nullable Consumer<Observed<BranchState, Transfer>> by) {
    node.watch(by);
  }

  void startTransfers() {
    branch.start(environment.ticker().nanos());
  }

  void pauseTransfers(boolean pause) {
    branch.pause(pause);
  }

  ProcessStatus statusNow() {
    return new ProcessStatus(
        branch.isStarted(),
        branch.isPaused(),
        branch.balance(),
        branch.sent(),
        branch.received(),
        branch.traffic(),
        node.peers(),
        node.openSnapshots(),
        node.era());
  }

  /** What its ledger says of another member; null if it keeps none. */
  Ledger.@Nullable Entry ledgerEntry(String peer) {
    Ledger ledger = branch.ledger();
    return ledger == null ? null : ledger.entry(peer);
  }

  /** The transfers that have left for another member and that it has not acknowledged. */
  List<Transfer> unacknowledged(String peer) {
    return node.unacknowledged(peer);
  }

  /**
   * Why there can be no snapshot yet, and none to go back to: nobody knows what a member holds that
   * never came.
   */
  @Nullable String neverSeen() {
    if (bank.bank().founding() == Bank.Founding.DEALT) {
      return null;
    }
    List<String> unmet =
        node.peers().stream().filter(peer -> !peer.isMet()).map(PeerStatus::name).toList();
    return unmet.isEmpty()
        ? null
        : "%s %s never seen"
            .formatted(String.join(", ", unmet), unmet.size() == 1 ? "was" : "were");
  }

  Initiation initiate(
      String request, Duration timeout, Consumer<Decided<BranchState, Transfer>> whenDecided) {
    waiting.put(request, whenDecided);
    Initiation initiation = node.initiate(request, timeout);
    if (initiation instanceof Initiation.Busy) {
      waiting.remove(request);
    }
    return initiation;
  }

  void restore(
      String request, SnapshotId snapshot, Duration timeout, Consumer<Optional<String>> whenEnded) {
    restoring.put(request, whenEnded);
    node.restore(request, snapshot, timeout)
        .ifPresent(reason -> afterCommit(() -> ended(request, Optional.of(reason))));
  }

  private void ended(String request, Optional<String> failure) {
    Consumer<Optional<String>> waits = restoring.remove(request);
    if (waits != null) {
      waits.accept(failure);
    }
  }

  Duration patience(Duration timeout) {
    return node.patience(timeout);
  }

  Optional<LocalSnapshot<BranchState, Transfer>> part(SnapshotId id) {
    return node.part(id);
  }

  /** What it holds as it begins; only for before {@link #start}. */
  public long openingBalance() {
    return branch.balance();
  }

  /** What it held last; only for after {@link #close}. */
  public long lastBalance() {
    return branch.balance();
  }

  /** Ends the step under way, and does nothing more. */
  @Override
  public void close() {
    if (driver != null) {
      driver.close();
    }
  }

  /** Passes on what the node says. */
  private final class Listener implements NodeListener<BranchState, Transfer> {

    @Override
    public @Nullable Observer<BranchState, Transfer> observer() {
      return environment.log().observer(name, bank);
    }

    @Override
    public void decided(String request, Decided<BranchState, Transfer> decided) {
      Consumer<Decided<BranchState, Transfer>> waits = waiting.remove(request);
      if (waits != null) {
        waits.accept(decided);
      }
    }

    @Override
    public void recorded(LocalSnapshot<BranchState, Transfer> part) {
      environment.log().recorded(part);
    }

    @Override
    public void restoreEnded(String request, @Nullable String failure) {
      ended(request, Optional.ofNullable(failure));
    }

    @Override
    public void restored(SnapshotId snapshot) {
      environment.log().restored(snapshot);
    }

    @Override
    public void connected(String peer) {
      watches.connected(peer);
      environment.log().connected(peer);
    }

    @Override
    public void disconnected(String peer) {
      watches.disconnected(peer);
      environment.log().disconnected(peer);
    }

    @Override
    public void unreachable(String peer, String sentence) {
      environment.log().unreachable(peer, sentence);
    }

    @Override
    public void warning(String sentence) {
      environment.log().warning(sentence);
    }

    @Override
    public void halted(HaltCause cause, String reason) {
      environment.log().halted(cause, reason);
    }
  }
}
