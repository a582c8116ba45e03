package cutline.runtime;

import cutline.core.Channel;
import cutline.core.Effects;
import cutline.core.Initiation;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotMachine;
import cutline.core.Topology;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One process: an application, its channels and its part in snapshots. It does one thing at a time,
 * in {@link #step steps}: take what has happened, apply it, commit, and only then let anything out.
 *
 * <p>It owns no thread, clock or random source. A driver calls {@code step} again and again; in
 * production that is {@link NodeDriver}.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
public final class Node<S, M> {

  private final NodeConfig config;
  private final Topology topology;
  private final int self;
  private final Application<S, M> application;
  private final Transport transport;
  private final NodeListener<S, M> listener;
  private final @Nullable Observer<S, M> observer;
  private @Nullable Consumer<Observed<S, M>> watcher;
  private final MessageCodec<S, M> codec;
  private final Store store;
  private final Wire<S, M> wire;
  private final UnaryOperator<Effects<M>> around;
  private final Mailbox mailbox = new Mailbox();

  private Era era;

  private final Outgoing sender = new Outgoing();
  private final List<Runnable> afterCommit = new ArrayList<>();

  /** What is to be said on connections before any entry. */
  private final List<Runnable> greetings = new ArrayList<>();

  private long now;

  private volatile boolean halted;

  /**
   * A process that begins, or goes on where the store says that it stopped.
   *
   * @param time monotonic time in nanoseconds, as for {@link #step}
   * @throws Store.StoreException if the store cannot be read
   */
  public Node(
      NodeConfig config,
      Application<S, M> application,
      MessageCodec<S, M> codec,
      Store store,
      Transport transport,
      NodeListener<S, M> listener,
      long time)
      throws Store.StoreException {
    this(config, application, codec, store, transport, listener, time, UnaryOperator.identity());
  }

  /**
   * The same, with something between the snapshot machine and what carries its effects out: an
   * observer, or in a test a fault.
   *
   * @param around given what carries the effects out, gives what the machine shall talk to; asked
   *     once for every era
   * @throws Store.StoreException if the store cannot be read
   */
  public Node(
      NodeConfig config,
      Application<S, M> application,
      MessageCodec<S, M> codec,
      Store store,
      Transport transport,
      NodeListener<S, M> listener,
      long time,
      UnaryOperator<Effects<M>> around)
      throws Store.StoreException {
    this.config = config;
    this.topology = config.topology();
    this.self = topology.index(config.name());
    this.application = application;
    this.transport = transport;
    this.listener = listener;
    this.observer = listener.observer();
    this.wire = new Wire<>(codec, topology);
    this.codec = codec;
    this.store = store;
    this.around = around;
    this.now = time;
    this.era = new Era();
  }

  // ------------------------------------------------------------ from outside

  /** Has the action run by this node's driver, between two messages. Any thread may call it. */
  public void post(Runnable action) {
    mailbox.post(new Event.Task(action));
  }

  /** How the application sends outside of its own callbacks; only for actions of {@link #post}. */
  public Sender<M> sender() {
    return sender;
  }

  /**
   * Starts a snapshot; only for actions of {@link #post}. The decision goes to {@link
   * NodeListener#decided}.
   *
   * @param request names the wish: repeated, it leads to the same snapshot, and to the same
   *     decision again if that has been made
   * @param timeout how long to wait for the members, beside three times the largest message delay;
   *     from nothing to a day
   * @throws IllegalArgumentException if the timeout is out of range
   */
  public Initiation initiate(String request, Duration timeout) {
    requireTimeout(timeout);
    SnapshotId restoring = era.restores.underWay();
    return era.snapshots.initiate(
        request,
        timeout,
        restoring == null ? null : new SendRefusal.Restoring(restoring).toString());
  }

  /**
   * Brings the whole system back to a snapshot, as the coordinator; only for actions of {@link
   * #post}. Every process gets its state of then, and once more the messages that were in flight to
   * it. {@link NodeListener#restoreEnded} is told the outcome; a crash of any process at any moment
   * leaves all of them before the restore or all of them behind it.
   *
   * <p>All snapshots that are under way are given up.
   *
   * @param request names the wish: repeated, it leads to the same restore, unless that has failed
   * @param timeout how long to wait until all are ready, beside three times the largest message
   *     delay; from nothing to a day
   * @return why nothing was begun, in a sentence; else empty
   * @throws IllegalArgumentException if the request is empty or the timeout is out of range
   */
  public Optional<String> restore(String request, SnapshotId snapshot, Duration timeout) {
    requireTimeout(timeout);
    if (request.isEmpty()) {
      throw new IllegalArgumentException("a restore needs a request");
    }
    return era.restores.begin(request, snapshot, timeout, now);
  }

  /** The snapshot that the system may go back to any moment, while that is not decided. */
  public Optional<SnapshotId> restoring() {
    return Optional.ofNullable(era.restores.underWay());
  }

  /** How many restores there have been. */
  public long era() {
    return era.persistence.era();
  }

  /** The snapshot that the system went back to last; only for actions of {@link #post}. */
  public Optional<SnapshotId> restored() {
    return Optional.ofNullable(era.lastRestored);
  }

  /**
   * Has somebody told what the process does from now on, beside its {@link NodeListener#observer
   * observer} and over restores; only for actions of {@link #post}.
   *
   * @param by is told behind the commit, on the thread that drives the node; null for nobody
   */
  public void watch(@Nullable Consumer<Observed<S, M>> by) {
    watcher = by;
    era.observations.watch(by);
  }

  private static void requireTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.compareTo(Snapshots.LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException("a timeout of " + timeout);
    }
  }

  /** How long a snapshot or a restore with this timeout may stay undecided here. */
  public Duration patience(Duration timeout) {
    return era.snapshots.patience(timeout);
  }

  /**
   * This process's finished part of one of the last snapshots; only for actions of {@link #post}.
   */
  public Optional<LocalSnapshot<S, M>> part(SnapshotId id) {
    return era.snapshots.part(id);
  }

  /** The undecided snapshots, oldest first; only for actions of {@link #post}. */
  public List<OpenSnapshot> openSnapshots() {
    return era.snapshots.open();
  }

  /** The other processes, sorted by name; only for actions of {@link #post}. */
  public List<PeerStatus> peers() {
    SnapshotMachine<M> counts = era.snapshots.machine();
    return era.links.peers().stream()
        .map(peer ->
            new PeerStatus(
                peer.name,
                peer.session != null,
                peer.incarnation != null,
                counts.sentTo(peer.index),
                counts.receivedFrom(peer.index)))
        .toList();
  }

  /**
   * The messages that have left the application for another process and that it has not
   * acknowledged, in order; only for actions of {@link #post}.
   *
   * @throws IllegalArgumentException if there is no such process
   */
  public List<M> unacknowledged(String to) {
    return wire.messages(era.links.peer(to).outbox.heldMessages());
  }

  /**
   * Keeps a value for the program around this node, durably and in the same commit as what else
   * happens; only for actions of {@link #post}.
   */
  public void keep(String key, byte[] value) {
    era.persistence.keep(key, value);
  }

  /**
   * A value that the program around a node has {@link #keep kept}, before there is a node.
   *
   * @throws Store.StoreException if the store cannot be read
   */
  public static Optional<byte[]> kept(Store store, String key) throws Store.StoreException {
    List<byte[]> found = new ArrayList<>();
    store.scan(
        Persistence.KEPT + key,
        (name, value) -> {
          if (name.equals(Persistence.KEPT + key)) {
            found.add(value);
          }
        });
    return found.stream().findFirst();
  }

  /** How much has come that no step has begun to handle; takes as long as that is much. */
  public int waiting() {
    return mailbox.size();
  }

  /** Whether the node has stopped for good. */
  public boolean isHalted() {
    return halted;
  }

  /** For tests. */
  Outbox outbox(String peer) {
    return era.links.peer(peer).outbox;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  // -------------------------------------------------------------------- step

  /**
   * Handles what is in the mailbox and what time has brought.
   *
   * @param time monotonic time in nanoseconds, never less than before
   */
  public void step(long time) {
    step(time, mailbox.drain());
  }

  void step(long time, List<Event> events) {
    if (halted) {
      return;
    }
    now = time;
    era.snapshots.at(time);
    replay();
    era.tellResumption();
    for (Event event : events) {
      apply(event);
      if (halted) {
        return;
      }
    }
    if (era.restores.underWay() == null) {
      application.tick(now, sender);
    }
    era.snapshots.expire();
    era.restores.at(now);
    if (mayWait()) {
      return;
    }
    if (commit()) {
      release();
      if (era.restores.isDecided()) {
        beginEra();
      }
    }
  }

  /**
   * Whether what has happened may be committed together with what happens next: nothing leaves now,
   * but an acknowledgement will soon. So the markers between the first and the last one of a
   * snapshot cost neither a commit nor a packet.
   */
  private boolean mayWait() {
    return greetings.isEmpty()
        && afterCommit.isEmpty()
        && !era.persistence.mustCommit()
        && era.restores.underWay() == null
        && era.links.nextAction() > now
        && era.links.owesAcknowledgement()
        && !era.links.hasNewEntries();
  }

  /** What was in flight in a snapshot that was restored comes before anything else. */
  private void replay() {
    if (!era.replay.isEmpty()) {
      era.replay.forEach(each -> application.deliver(each.from(), each.message(), sender));
      era.replay = List.of();
      era.persistence.replayed();
    }
  }

  /** The process goes on as in its part of the snapshot, with empty logs. */
  private void beginEra() {
    Restores.Attempt attempt = era.restores.decision();
    try {
      LocalSnapshot<S, M> part = era.snapshots.restorable(attempt.snapshot()).orElseThrow();
      era.persistence.beginEra(
          attempt, era.restores.request(), part, era.snapshots.machine(), era.links.peers());
      Era next = new Era();
      next.restores.follow(era.restores);
      for (Peer peer : era.links.peers()) {
        if (peer.session != null) {
          afterCommit.add(() -> listener.disconnected(peer.name));
        }
        peer.leave();
        next.links.peer(peer.index).follow(peer);
      }
      era = next;
    } catch (Store.StoreException e) {
      halt(HaltCause.STORE, "a restore could not be made durable: " + e.getMessage());
      return;
    }
    afterCommit.add(() -> listener.restored(attempt.snapshot()));
    // What was in flight is delivered and made durable, and the peers are dialled.
    step(now, List.of());
  }

  /** When {@link #step} must be called at the latest, if nothing comes into the mailbox. */
  public long nextStep() {
    if (era.persistence.isCopying()) {
      return now;
    }
    long tick = era.restores.underWay() == null ? application.nextTick() : Long.MAX_VALUE;
    long deadline = Math.min(era.snapshots.nextAction(), era.restores.deadline());
    return Math.min(tick, Math.min(deadline, era.links.nextAction()));
  }

  private void apply(Event event) {
    switch (event) {
      case Event.Arrived arrived -> arrived(arrived);
      case Event.Task task -> {
        era.persistence.applicationChanged();
        task.action().run();
      }
      case Event.Connected connected -> {
        Peer peer = era.links.peer(connected.peer());
        peer.connected(connected.session(), now);
        greetings.add(() -> connected.session().greet(hello(peer)));
      }
      case Event.DialFailed failed -> dialFailed(era.links.peer(failed.peer()), failed.reason());
      case Event.Greeted greeted -> greeted(greeted.session(), greeted.hello());
      case Event.Refused refused -> refused(refused.session(), refused.refusal());
      case Event.Closed closed -> {
        Peer left = era.links.closed(closed.session(), now);
        if (left != null) {
          afterCommit.add(() -> listener.disconnected(left.name));
        }
      }
    }
  }

  private boolean commit() {
    try {
      era.persistence.commit(application, era.snapshots.machine(), era.links.peers());
      return true;
    } catch (Store.StoreException e) {
      halt(HaltCause.STORE, "its state could not be made durable: " + e.getMessage());
      return false;
    }
  }

  /** All that leaves the process leaves here, behind the commit. */
  private void release() {
    runAll(greetings);
    for (Peer peer : era.links.peers()) {
      peer.transmit(now);
      peer.requireGreeting(now);
      if (peer.dialAt() <= now) {
        peer.dialling();
        transport.dial(peer.name, new SessionDialer(mailbox, peer.name));
      }
    }
    runAll(afterCommit);
  }

  private static void runAll(List<Runnable> waiting) {
    List<Runnable> actions = List.copyOf(waiting);
    waiting.clear();
    actions.forEach(Runnable::run);
  }

  /** Stops for good: nothing that is not committed leaves any more. */
  void halt(HaltCause cause, String reason) {
    if (halted) {
      return;
    }
    halted = true;
    mailbox.close();
    era.links.peers().forEach(Peer::disconnect);
    listener.halted(cause, config.name() + " stops: " + reason);
  }

  // ------------------------------------------------------------- connections

  private Hello hello(Peer peer) {
    return Hello.newBuilder()
        .setSystem(config.system())
        .setFrom(config.name())
        .setTo(peer.name)
        .setIncarnation(era.persistence.incarnation())
        .setNonce(config.nonce())
        .setReceived(peer.received.upTo())
        .setReceivedAbove(peer.received.above())
        .setReceivedDigest(peer.receivedDigest)
        .setSent(peer.outbox.last())
        .setEra(era.persistence.era())
        .setEraAttempt(era.persistence.eraAttempt())
        .build();
  }

  private void dialFailed(Peer peer, String reason) {
    if (peer.dialFailed(reason, now)) {
      String sentence = "%s cannot reach %s: %s".formatted(config.name(), peer.name, reason);
      afterCommit.add(() -> listener.unreachable(peer.name, sentence));
    }
  }

  private void greeted(Session session, Hello hello) {
    if (!isAwaited(session)) {
      session.close();
      return;
    }
    Refusal refusal = era.links.judgeIdentity(session, hello, config);
    if (refusal == null && !era.restores.learn(hello)) {
      otherEra(session, hello);
      return;
    }
    Cursor heard = new Cursor();
    if (refusal == null) {
      try {
        heard = Cursor.of(hello.getReceived(), hello.getReceivedAbove());
        refusal = era.links.peer(hello.getFrom()).judge(hello, heard);
      } catch (MalformedException e) {
        refusal =
            Peer.refusal(Refusal.Code.LOG_MISMATCH, "its cursor makes no sense: " + e.getMessage());
      }
    }
    if (refusal != null) {
      warn(
          "%s refused a connection of %s (%s): %s"
              .formatted(
                  config.name(),
                  Untrusted.line(hello.getFrom()),
                  session.remote(),
                  refusal.getReason()));
      Refusal reason = refusal;
      greetings.add(() -> session.refuse(reason));
      return;
    }
    Peer peer = era.links.peer(hello.getFrom());
    if (peer.session == null) {
      afterCommit.add(() -> listener.connected(peer.name));
    }
    peer.establish(session, hello, heard);
    if (session.dialled == null) {
      greetings.add(() -> session.greet(hello(peer)));
    }
  }

  /** One of the two has not learnt of a restore: the other one's hello tells it. */
  private void otherEra(Session session, Hello hello) {
    if (hello.getEra() > era.persistence.era() && !era.restores.isDecided()) {
      warn(
          "%s is in era %d and %s in era %d: this process has lost what it had agreed to"
              .formatted(hello.getFrom(), hello.getEra(), config.name(), era.persistence.era()));
    }
    if (session.dialled == null && hello.getEra() < era.persistence.era()) {
      Hello answer = hello(era.links.peer(hello.getFrom()));
      greetings.add(() -> session.greet(answer));
    }
    greetings.add(session::close);
  }

  /** Whether a greeting on it is one; not so if we dialled in an earlier era or gave it up. */
  private boolean isAwaited(Session session) {
    return session.dialled == null || era.links.peer(session.dialled).awaitsGreeting(session);
  }

  private void refused(Session session, Refusal refusal) {
    boolean isPeer =
        (session.dialled != null && isAwaited(session)) || era.links.established(session) != null;
    String reason = Untrusted.line(refusal.getReason());
    session.close();
    if (isPeer && refusal.getCode() == Refusal.Code.FENCED) {
      halt(HaltCause.FENCED, "%s says: %s".formatted(session.remote(), reason));
    } else if (refusal.getCode() != Refusal.Code.NOT_READY) {
      warn("%s was refused by %s: %s".formatted(config.name(), session.remote(), reason));
    }
  }

  /** The peer has said what it must not: its connection ends, and nothing more of it is taken. */
  private void reject(Session session, Peer peer, String what) {
    warn(
        "%s ended the connection of %s (%s): %s"
            .formatted(config.name(), peer.name, session.remote(), what));
    peer.disconnect();
    afterCommit.add(() -> listener.disconnected(peer.name));
  }

  private void warn(String sentence) {
    afterCommit.add(() -> listener.warning(sentence));
  }

  // ----------------------------------------------------------------- entries

  private void arrived(Event.Arrived arrived) {
    Session session = arrived.session();
    session.handled(arrived.entries().size());
    Peer peer = era.links.established(session);
    if (peer == null) {
      return;
    }
    if (!peer.outbox.canAcknowledge(arrived.acknowledged())) {
      reject(session, peer, "it acknowledged entries that were not sent");
      return;
    }
    peer.outbox.acknowledge(arrived.acknowledged());
    for (Event.Numbered numbered : arrived.entries()) {
      Entry entry = numbered.entry();
      peer.oweAcknowledgement(entry.hasMessage(), now);
      if (peer.received.contains(entry.getNumber())) {
        continue;
      }
      if (!peer.awaits(entry.getNumber())) {
        reject(session, peer, "entry %d came after %s".formatted(entry.getNumber(), peer.received));
        return;
      }
      try {
        apply(peer, entry);
      } catch (MalformedException e) {
        reject(session, peer, "entry %d: %s".formatted(entry.getNumber(), e.getMessage()));
        return;
      }
      peer.receive(numbered);
    }
  }

  /** Applies one entry, or refuses it and changes nothing. */
  private void apply(Peer peer, Entry entry) throws MalformedException {
    switch (entry.getContentCase()) {
      case MESSAGE -> {
        requireChannel(peer);
        M message = wire.message(entry);
        List<SnapshotId> carried = wire.carried(entry);
        if (peer.comesInOrder && !carried.isEmpty()) {
          throw new MalformedException("a message on a FIFO channel that carries snapshots");
        }
        Optional<String> objection = application.objection(peer.name, message);
        if (objection.isPresent()) {
          throw new MalformedException(objection.get());
        }
        era.snapshots.messageArrived(peer, entry.getNumber(), carried, message);
      }
      case MARKER -> {
        requireChannel(peer);
        era.snapshots.markerArrived(peer, entry.getNumber(), Wire.marker(entry.getMarker()));
      }
      case REPORT -> era.snapshots.reportArrived(peer, entry.getReport());
      case DECISION -> era.snapshots.decisionArrived(peer, entry.getDecision());
      case RESTORE_PREPARE -> era.restores.prepareArrived(peer, entry.getRestorePrepare());
      case RESTORE_VOTE -> era.restores.voteArrived(peer, entry.getRestoreVote());
      case RESTORE_ABORT -> era.restores.abortArrived(peer, entry.getRestoreAbort());
      case CONTENT_NOT_SET -> throw new MalformedException("an entry without content");
    }
  }

  private void requireChannel(Peer peer) throws MalformedException {
    if (!topology.connects(peer.index, self)) {
      throw new MalformedException("there is no channel from " + peer.name);
    }
  }

  /**
   * All that the store holds of the process, as far as it is needed; a restore begins a new one.
   */
  private final class Era {

    final Links links = new Links(topology, self);
    final Persistence<S, M> persistence;
    final Observations<S, M> observations;
    final Snapshots<S, M> snapshots;
    final Restores<S, M> restores;

    /** What was in flight in the snapshot that was restored, and is not delivered. */
    List<Recovery.Replayed<M>> replay;

    /** Whether an observer is still to be told that the process goes on, and from where. */
    private boolean tellsResumption;

    /** What the observer is to be told that it has gone back to. */
    private final @Nullable SnapshotId restored;

    final @Nullable SnapshotId lastRestored;

    Era() throws Store.StoreException {
      Recovery<S, M> recovery = new Recovery<>(store, config, codec, application.pages());
      persistence = recovery.persistence(observer != null);
      observations = new Observations<>(observer, persistence, afterCommit::add);
      observations.watch(watcher);
      tellsResumption = observations.areWanted() && recovery.isResumed();
      restored = recovery.unobservedRestore();
      lastRestored = recovery.restored();
      snapshots =
          new Snapshots<>(
              config,
              application,
              links,
              wire,
              persistence,
              listener,
              observations,
              (from, message) -> application.deliver(from, message, sender),
              afterCommit::add,
              around);
      restores = new Restores<>(config, links, snapshots, persistence, listener, afterCommit::add);
      recovery.restore(application);
      snapshots.recover(recovery, now);
      restores.recover(recovery.attempt());
      replay = recovery.replay();
    }

    void tellResumption() {
      if (tellsResumption) {
        observations.tell(new Observed.Resumed<>(application.capture(), restored));
        tellsResumption = false;
      }
    }
  }

  /** The application's way out. */
  private final class Outgoing implements Sender<M> {

    @Override
    public Optional<SendRefusal> send(String to, M message) {
      int index = receiver(to);
      SnapshotId restoring = era.restores.underWay();
      if (restoring != null) {
        return Optional.of(new SendRefusal.Restoring(restoring));
      }
      Outbox outbox = era.links.peer(index).outbox;
      if (!outbox.hasRoomForMessage()) {
        return Optional.of(
            new SendRefusal.ChannelFull(new Channel(config.name(), to), Outbox.MAX_MESSAGES));
      }
      SnapshotMachine<M> machine = era.snapshots.machine();
      byte[] frame = wire.message(outbox.nextNumber(), machine.messageSent(index), message);
      outbox.append(frame, now + config.messageDelay().getAsLong(), false);
      era.persistence.applicationChanged();
      if (era.observations.areWanted()) {
        era.observations.tell(new Observed.Sent<>(to, era.observations.id(outbox.last()), message));
      }
      return Optional.empty();
    }

    private int receiver(String to) {
      int index = topology.index(to);
      if (index < 0 || !topology.connects(self, index)) {
        throw new IllegalArgumentException("there is no channel " + new Channel(config.name(), to));
      }
      return index;
    }

    @Override
    public int underWay(String to) {
      return era.links.peer(receiver(to)).outbox.underWay();
    }

    @Override
    public boolean isConnected(String to) {
      int index = topology.index(to);
      return index >= 0 && index != self && era.links.peer(index).session != null;
    }

    @Override
    public void willChange(int page) {
      era.persistence.willChange(page);
    }

    @Override
    public void afterCommit(Runnable action) {
      afterCommit.add(action);
    }
  }
}
