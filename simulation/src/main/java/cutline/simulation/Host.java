package cutline.simulation;

import cutline.core.Effects;
import cutline.core.Limits;
import cutline.core.SnapshotId;
import cutline.runtime.MalformedException;
import cutline.runtime.Node;
import cutline.runtime.NodeConfig;
import cutline.runtime.OpenSnapshot;
import cutline.runtime.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One process, and what outlives it. */
final class Host implements Mutation.Site {

  private static final String SYSTEM = "bank";
  private static final long USUAL_REACTION = 30_000;

  private final World world;
  private final int process;
  private final String name;
  private final SplittableRandom random;
  private final Duration largestDelay;
  private final SimulatedStore store;
  final LocalClock clock = new LocalClock();
  final Requests requests;

  /** The ends of its connections, in the order of their making. */
  final List<SimulatedConnection> connections = new ArrayList<>();

  private @Nullable Node<Moment, Message> node;
  private @Nullable WitnessedBranch branch;
  private int life;

  /** When its next step is planned. */
  private long stepAt = Long.MAX_VALUE;

  private long reaction = USUAL_REACTION;
  private int sendsUntilDeath = Integer.MAX_VALUE;
  private long down;

  Host(World world, int process, Plan plan) {
    this.world = world;
    this.process = process;
    this.name = plan.topology().name(process);
    this.random = new SplittableRandom(plan.seed() * 1_000 - 1 - process);
    this.largestDelay = Duration.ofNanos(plan.weather().moneyDelay());
    this.store = new SimulatedStore(process, world.witness);
    this.requests = new Requests(world, this);
  }

  @Override
  public int process() {
    return process;
  }

  @Override
  public int processes() {
    return world.hosts.size();
  }

  String name() {
    return name;
  }

  boolean isUp() {
    return node != null;
  }

  int life() {
    return life;
  }

  Node<Moment, Message> node() {
    return Objects.requireNonNull(node);
  }

  SimulatedStore store() {
    return store;
  }

  long localTime() {
    return clock.read(world.agenda.now());
  }

  void countEvent() {
    world.countEvent();
  }

  // ------------------------------------------------------------ life and death

  /** Begins, or goes on where its store says. */
  private void start() {
    life++;
    store.open(world.mutation.keepsTornWrites());
    WitnessedBranch begun =
        new WitnessedBranch(process, world.bank, world.witness, world.agenda, world.observer);
    NodeConfig config =
        new NodeConfig(
            SYSTEM,
            name,
            world.plan.topology(),
            world.mutation.nonce(this, random.nextLong()),
            Limits.DEFAULT,
            () -> world.network.moneyDelay(process),
            () -> largestDelay,
            true);
    try {
      node =
          new Node<>(
              config,
              begun,
              world.codec,
              world.mutation.store(this, store),
              (peer, dialer) ->
                  world.network.dial(
                      this, world.hosts.get(world.plan.topology().index(peer)), dialer),
              new HostListener(world, this),
              localTime(),
              this::around);
    } catch (Store.StoreException e) {
      throw Broken.of(
          Law.DURABLE_BEFORE_SENT, "%s cannot read its store: %s", name, e.getMessage());
    }
    if (!begun.isRecovered) {
      world.witness.recovered(process, world.witness.first(process));
    }
    begun.isAtWork = true;
    branch = begun;
    world.tell(new Happening.Started(process, life, world.witness.current(process)));
    requests.repeat();
    wake();
  }

  private Effects<Message> around(Effects<Message> real) {
    return world.mutation.effects(
        this, new ObservedEffects(process, world.witness, world.agenda, world.observer, real));
  }

  /** Dies, without another word, and comes back. */
  private void die(Deed.Where where) {
    world.tell(new Happening.Killed(process, where));
    if (where == Deed.Where.WHILE_SENDING) {
      requests.toldOthersFirst(undecided());
    }
    requests.died();
    node = null;
    branch = null;
    stepAt = Long.MAX_VALUE;
    disarm();
    List<SimulatedConnection> ends = List.copyOf(connections);
    connections.clear();
    ends.forEach(SimulatedConnection::die);
    world.agenda.at(world.agenda.now() + down, this::startUnlessUp);
  }

  void startUnlessUp() {
    if (!isUp()) {
      start();
    }
  }

  /** It dies, now or when the next such occasion comes. */
  void crash(Deed.Crash crash) {
    if (!isUp()) {
      return;
    }
    down = crash.down();
    switch (crash.where()) {
      case BETWEEN_STEPS -> die(crash.where());
      case WHILE_SENDING -> sendsUntilDeath = crash.skipped();
      case BEFORE_SYNC, TORN_WRITE, AFTER_COMMIT -> store.trap(crash.where(), crash.skipped());
    }
  }

  void disarm() {
    store.disarm();
    sendsUntilDeath = Integer.MAX_VALUE;
  }

  void mayDieSending() {
    if (sendsUntilDeath-- == 0) {
      throw new Death(Deed.Where.WHILE_SENDING);
    }
  }

  // --------------------------------------------------------------------- steps

  /** It takes so long at most to turn to what has come. */
  void reactsWithin(long nanos) {
    reaction = nanos;
  }

  void reactsAsUsual() {
    reaction = USUAL_REACTION;
  }

  /** Something has come. */
  void wake() {
    stepAt(world.agenda.now() + reaction());
  }

  private long reaction() {
    return random.nextBoolean() ? 0 : random.nextLong(reaction);
  }

  /** Its clock runs differently. */
  void planNextStep() {
    Node<Moment, Message> current = node;
    if (current != null && !current.isHalted()) {
      long next = clock.whenShows(current.nextStep());
      if (next < Long.MAX_VALUE) {
        stepAt(Math.max(next, world.agenda.now()) + (reaction > USUAL_REACTION ? reaction() : 0));
      }
    }
  }

  private void stepAt(long time) {
    if (time < stepAt) {
      stepAt = time;
      int then = life;
      world.agenda.at(
          time,
          () -> {
            if (stepAt == time && life == then) {
              step();
            }
          });
    }
  }

  private void step() {
    Node<Moment, Message> current = node;
    if (current == null || current.isHalted()) {
      return;
    }
    stepAt = Long.MAX_VALUE;
    world.countEvent();
    world.network.note(process);
    try {
      current.step(localTime());
    } catch (Death death) {
      die(death.where());
      return;
    }
    planNextStep();
  }

  // ----------------------------------------------------- what it is asked to do

  @Override
  public void post(Runnable action) {
    Node<Moment, Message> current = node;
    if (current != null) {
      current.post(action);
      wake();
    }
  }

  void pay(int to, long amount) {
    WitnessedBranch payer = branch;
    if (payer != null) {
      post(() -> payer.pay(to, amount, node().sender()));
    }
  }

  // ---------------------------------------------------------- for mutations only

  @Override
  public void deliver(int from, byte[] encoded) {
    try {
      Message message = world.codec.decodeMessage(encoded);
      Objects.requireNonNull(branch).deliver(world.witness.name(from), message, node().sender());
    } catch (MalformedException e) {
      throw new AssertionError("it was sent as a message", e);
    }
  }

  @Override
  public List<Message> outboxOf(int sender) {
    Host other = world.hosts.get(sender);
    return other.isUp() ? other.node().unacknowledged(name) : List.of();
  }

  @Override
  public List<SnapshotId> undecided() {
    return node().openSnapshots().stream().map(OpenSnapshot::id).toList();
  }
}
