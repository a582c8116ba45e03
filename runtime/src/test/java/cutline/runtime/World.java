package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.Initiation;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import cutline.runtime.saved.SavedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Processes on a {@link MemoryNetwork}, each with a {@link Purse}, in one thread and in virtual
 * time. A seed decides who handles how much of what has come, and when. A process is driven only if
 * something has come or {@link Node#nextStep} wants it, so that a step forgotten there shows.
 */
final class World {

  static final int SHARE = 1_000;
  static final Duration LONG = Duration.ofDays(1);

  /** For a purse that sends nothing. */
  private static final Sender<Coins> NO_SENDER =
      new Sender<>() {
        @Override
        public Optional<SendRefusal> send(String to, Coins coins) {
          throw new AssertionError("it sends");
        }

        @Override
        public int underWay(String to) {
          return 0;
        }

        @Override
        public boolean isConnected(String to) {
          return false;
        }

        @Override
        public void willChange(int page) {}

        @Override
        public void afterCommit(Runnable action) {}
      };

  /**
   * How likely what is in one turn of {@link #run}, in thousandths; else somebody handles events.
   */
  record Mix(int pay, int snapshot, int restore, int cut, int crash, int padding) {

    /** Nobody goes back to anything. */
    Mix(int pay, int snapshot, int cut, int crash, int padding) {
      this(pay, snapshot, 0, cut, crash, padding);
    }
  }

  /** One process and what outlives it. */
  final class Host {
    final String name;
    final FragileStore store = new FragileStore();
    final Told told = new Told();
    final Map<String, Initiation> initiations = new LinkedHashMap<>();

    /** What has come and is not handled. */
    private final List<Event> pending = new ArrayList<>();

    private @Nullable Node<State, Coins> node;
    private Purse purse = purse(SHARE);
    int lives;

    /** The era whose beginning was looked at. */
    private long era;

    Host(String name) {
      this.name = name;
    }

    private Purse purse(long balance) {
      return new Purse(balance, habit, from -> order(from, name) == ChannelOrder.FIFO);
    }

    boolean isUp() {
      return node != null;
    }

    Node<State, Coins> node() {
      return Objects.requireNonNull(node);
    }

    State state() {
      return purse.capture();
    }

    /** Has something done by the process, if it lives. */
    void post(Consumer<Node<State, Coins>> action) {
      Node<State, Coins> current = node;
      if (current != null) {
        current.post(() -> action.accept(current));
      }
    }

    void pay(String to, int amount, int padding) {
      post(current -> {
        if (state().balance() >= amount) {
          purse.pay(to, amount, padding, current.sender());
        }
      });
    }

    void initiate(String request, Duration timeout) {
      post(current -> initiations.put(request, current.initiate(request, timeout)));
    }

    /** What is refused at once ends at once. */
    void restore(String request, SnapshotId snapshot, Duration timeout) {
      post(current ->
          current
              .restore(request, snapshot, timeout)
              .ifPresent(reason -> told.restoreEnded(request, reason)));
    }
  }

  /** The wish to go back, and whose it is. */
  record Wish(String request, String coordinator, GlobalSnapshot<State, Coins> snapshot) {}

  final MemoryNetwork network = new MemoryNetwork();
  final Random random;
  final Topology topology;
  final PurseCodec codec;
  private final Purse.Habit habit;
  private final Function<NodeConfig, NodeConfig> configuration;
  private final Map<String, Host> hosts = new LinkedHashMap<>();

  /** Per request for a snapshot, whose it is. */
  final Map<String, String> requests = new LinkedHashMap<>();

  final List<Wish> wishes = new ArrayList<>();

  /** Per era but the first, the attempt that began it and the snapshot that was restored. */
  final SortedMap<Long, SavedProcess> eras = new TreeMap<>();

  private final Set<Channel> apart = new HashSet<>();

  long now;

  World(
      long seed,
      Topology topology,
      PurseCodec codec,
      Purse.Habit habit,
      Function<NodeConfig, NodeConfig> configuration) {
    this.random = new Random(seed);
    this.topology = topology;
    this.codec = codec;
    this.habit = habit;
    this.configuration = configuration;
    topology.names().forEach(name -> hosts.put(name, new Host(name)));
    topology.names().forEach(this::start);
  }

  /** Everyone is connected with everyone. */
  static World of(long seed, String... names) {
    return new World(seed, complete(names), new PurseCodec(0), Purse.Habit.KEEP, config -> config);
  }

  /** Which channels there are; in a mixed world that comes from the seed. */
  enum Channels {
    FIFO,
    NON_FIFO,
    MIXED;

    Topology topology(long seed, String... names) {
      Random random = new Random(seed);
      SortedMap<Channel, ChannelOrder> channels = complete(names).channels();
      channels.replaceAll((_, _) ->
          this == FIFO || (this == MIXED && random.nextBoolean())
              ? ChannelOrder.FIFO
              : ChannelOrder.NON_FIFO);
      return Topology.of(List.of(names), channels);
    }
  }

  static Topology complete(String... names) {
    return Topology.complete(List.of(names), ChannelOrder.FIFO);
  }

  private ChannelOrder order(String from, String to) {
    return topology.channels().getOrDefault(new Channel(from, to), ChannelOrder.FIFO);
  }

  Host host(String name) {
    return Objects.requireNonNull(hosts.get(name));
  }

  // --------------------------------------------------------- life and death

  /** A process begins, or goes on where its store says. */
  void start(String name) {
    Host host = host(name);
    NodeConfig config =
        configuration.apply(NodeConfig.of("bank", name, topology, random.nextLong()));
    host.purse = host.purse(SHARE);
    host.lives++;
    try {
      Node<State, Coins> node =
          new Node<>(config, host.purse, codec, host.store, transport(name), host.told, now);
      host.node = node;
      network.listen(name, Endpoint.of(node));
    } catch (Store.StoreException e) {
      throw new AssertionError(e);
    }
  }

  private Transport transport(String name) {
    Transport transport = network.transport(name);
    return (peer, dialer) -> {
      if (isApart(name, peer)) {
        dialer.failed("no way to " + peer);
      } else {
        transport.dial(peer, dialer);
      }
    };
  }

  private boolean isApart(String a, String b) {
    return apart.contains(new Channel(a, b)) || apart.contains(new Channel(b, a));
  }

  /** Cuts two processes off from each other until {@link #join}. */
  void separate(String a, String b) {
    apart.add(new Channel(a, b));
    cut(a, b);
  }

  void join(String a, String b) {
    apart.remove(new Channel(a, b));
  }

  /** A process dies: what it had not made durable is gone. */
  void crash(String name) {
    Host host = host(name);
    network.leave(name);
    host.node = null;
    host.pending.clear();
    hosts.keySet().stream().filter(other -> !other.equals(name)).forEach(o -> lose(o, name));
  }

  /** The connection between two processes ends, and what is under way is lost. */
  void cut(String a, String b) {
    network.cut(a, b);
    lose(a, b);
    lose(b, a);
  }

  /** Of what a connection that has ended had brought, only some had arrived. */
  private void lose(String name, String peer) {
    Host host = host(name);
    collect(host);
    List<Event> brought =
        host.pending.stream()
            .filter(event ->
                switch (event) {
                  case Event.Arrived arrived -> isOver(host, arrived.session(), peer);
                  case Event.Greeted greeted -> isOver(host, greeted.session(), peer);
                  default -> false;
                })
            .toList();
    Set<Event> lost = Collections.newSetFromMap(new IdentityHashMap<>());
    lost.addAll(brought.subList(random.nextInt(brought.size() + 1), brought.size()));
    host.pending.removeIf(lost::contains);
  }

  private static boolean isOver(Host host, Session session, String peer) {
    return session.remote().equals(peer) && host.pending.contains(new Event.Closed(session));
  }

  // ------------------------------------------------------------------- steps

  private void collect(Host host) {
    if (host.node == null) {
      return;
    }
    List<Event> some;
    do {
      some = host.node().mailbox().drain();
      some.forEach(event -> collect(host, event));
    } while (!some.isEmpty());
  }

  /** What comes together on a channel that is not FIFO comes one by one, in any order. */
  private void collect(Host host, Event event) {
    if (!(event instanceof Event.Arrived arrived) || !isUnordered(host, arrived)) {
      host.pending.add(event);
      return;
    }
    host.pending.add(new Event.Arrived(arrived.session(), List.of(), arrived.acknowledged()));
    arrived
        .entries()
        .forEach(entry ->
            host.pending.add(new Event.Arrived(arrived.session(), List.of(entry), new Cursor())));
  }

  private boolean isUnordered(Host host, Event.Arrived arrived) {
    return order(arrived.session().remote(), host.name) == ChannelOrder.NON_FIFO;
  }

  private void shuffleWhatIsUnordered(Host host) {
    Map<Session, List<Integer>> places = new LinkedHashMap<>();
    for (int place = 0; place < host.pending.size(); place++) {
      if (host.pending.get(place) instanceof Event.Arrived arrived && isUnordered(host, arrived)) {
        places.computeIfAbsent(arrived.session(), _ -> new ArrayList<>()).add(place);
      }
    }
    places
        .values()
        .forEach(each -> {
          List<Event> events = new ArrayList<>(each.stream().map(host.pending::get).toList());
          Collections.shuffle(events, random);
          for (int i = 0; i < events.size(); i++) {
            host.pending.set(each.get(i), events.get(i));
          }
        });
  }

  private boolean wantsStep(Host host) {
    collect(host);
    return host.isUp()
        && !host.node().isHalted()
        && (!host.pending.isEmpty() || host.node().nextStep() <= now);
  }

  /** One process handles some of what has come; false if there is nothing to do at this time. */
  boolean step() {
    List<Host> ready = hosts.values().stream().filter(this::wantsStep).toList();
    if (ready.isEmpty()) {
      return false;
    }
    step(ready.get(random.nextInt(ready.size())));
    return true;
  }

  private void step(Host host) {
    shuffleWhatIsUnordered(host);
    int size = host.pending.size();
    List<Event> some =
        host.pending.subList(0, random.nextBoolean() ? size : random.nextInt(size + 1));
    List<Event> batch = List.copyOf(some);
    some.clear();
    try {
      if (host.node().era() != host.era) {
        // It was restarted just behind the era's beginning, which is to be seen by itself.
        host.node().step(now, List.of());
        assertBeginning(host);
      }
      host.node().step(now, batch);
      if (host.node().era() != host.era) {
        assertBeginning(host);
      }
      if (!host.node().isHalted() && host.node().nextStep() <= now) {
        throw new AssertionError(host.name + " has not done what it wanted to do by now");
      }
    } catch (FragileStore.Crash e) {
      crash(host.name);
    }
  }

  /** An era begins everywhere with the same snapshot, and what was in flight delivered once. */
  private void assertBeginning(Host host) {
    host.era = host.node().era();
    SavedProcess saved = saved(host);
    SavedProcess known = eras.computeIfAbsent(host.era, _ -> saved);
    assertThat(saved.getEra()).isEqualTo(host.era);
    assertThat(saved.getEraAttempt()).isEqualTo(known.getEraAttempt());
    assertThat(saved.getRestored()).isEqualTo(known.getRestored());
    assertThat(host.store.count("replay")).isZero();
    GlobalSnapshot<State, Coins> snapshot = restored(host.era);
    Purse expected =
        new Purse(0, Purse.Habit.KEEP, from -> order(from, host.name) == ChannelOrder.FIFO);
    expected.restore(Objects.requireNonNull(snapshot.states().get(host.name)));
    snapshot
        .channels()
        .forEach((channel, messages) -> {
          if (channel.to().equals(host.name)) {
            messages.forEach(message -> expected.deliver(channel.from(), message, NO_SENDER));
          }
        });
    assertThat(host.state())
        .as("state of %s after the restore of %s", host.name, snapshot.id())
        .isEqualTo(expected.capture());
  }

  private static SavedProcess saved(Host host) {
    try {
      return Untrusted.parse(SavedProcess.parser(), host.store.get("process"));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /** The snapshot with which an era began. */
  GlobalSnapshot<State, Coins> restored(long era) {
    SavedProcess saved = Objects.requireNonNull(eras.get(era));
    return wishes.stream()
        .map(Wish::snapshot)
        .filter(
            snapshot -> Wire.id(Objects.requireNonNull(snapshot.id())).equals(saved.getRestored()))
        .findFirst()
        .orElseThrow();
  }

  /** Time goes on to when a process wants a step; false if that is later than the limit. */
  boolean advance(long limit) {
    long next =
        hosts.values().stream()
            .filter(Host::isUp)
            .mapToLong(host -> host.node().nextStep())
            .min()
            .orElse(Long.MAX_VALUE);
    if (next > limit) {
      return false;
    }
    now = Math.max(now, next);
    return true;
  }

  /** Everything happens that happens by itself, until this time. */
  void runUntil(long time) {
    do {
      while (step()) {}
    } while (advance(time));
    now = Math.max(now, time);
  }

  void runFor(Duration time) {
    runUntil(now + time.toNanos());
  }

  /** All processes live, and everything that is under way arrives. */
  World settle() {
    for (int round = 0; ; round++) {
      assertThat(round).as("rounds without rest").isLessThan(100_000);
      hosts.values().stream().filter(host -> !host.isUp()).forEach(host -> start(host.name));
      if (!step() && !advance(now + Duration.ofHours(1).toNanos())) {
        return this;
      }
    }
  }

  // ----------------------------------------------------------------- traffic

  /** A random history. */
  World run(int turns, Mix mix) {
    for (int turn = 0; turn < turns; turn++) {
      Host anyone = host(topology.name(random.nextInt(topology.size())));
      int choice = random.nextInt(1_000);
      if ((choice -= mix.pay()) < 0) {
        anyone.pay(neighbour(anyone), 1 + random.nextInt(20), random.nextInt(mix.padding() + 1));
      } else if ((choice -= mix.snapshot()) < 0) {
        request(anyone.name, anyone.name + "-" + requests.size());
      } else if ((choice -= mix.restore()) < 0) {
        wishBack(anyone);
      } else if ((choice -= mix.cut()) < 0) {
        cut(anyone.name, neighbour(anyone));
      } else if ((choice -= mix.crash()) < 0) {
        crashSomehow(anyone);
      } else if (!step()) {
        advance(now + Duration.ofHours(1).toNanos());
      }
      for (Host host : hosts.values()) {
        if (!host.isUp() && random.nextInt(20) == 0) {
          start(host.name);
        }
      }
    }
    return this;
  }

  private void crashSomehow(Host host) {
    int next = host.store.commits() + 1;
    switch (random.nextInt(3)) {
      case 0 -> crash(host.name);
      case 1 -> host.store.crashBefore(next);
      default -> host.store.crashAfter(next);
    }
  }

  private String neighbour(Host host) {
    int[] outgoing = topology.outgoing(topology.index(host.name));
    return topology.name(outgoing[random.nextInt(outgoing.length)]);
  }

  /** Somebody wants to go back to one of the last snapshots. */
  private void wishBack(Host host) {
    List<GlobalSnapshot<State, Coins>> complete = complete();
    if (!complete.isEmpty()) {
      int late = Math.max(0, complete.size() - 1 - random.nextInt(5));
      wish(host.name, complete.get(late), random.nextInt(4) == 0 ? Duration.ofMillis(30) : LONG);
    }
  }

  /** What initiators have told of complete snapshots, oldest first at each. */
  List<GlobalSnapshot<State, Coins>> complete() {
    return hosts.values().stream()
        .flatMap(host -> host.told.decisions.stream())
        .map(decision -> decision.decided().snapshot())
        .filter(GlobalSnapshot::isComplete)
        .toList();
  }

  /** Somebody wants to go back to this snapshot. */
  Wish wish(String coordinator, GlobalSnapshot<State, Coins> snapshot, Duration timeout) {
    Wish wish = new Wish("restore " + wishes.size(), coordinator, snapshot);
    wishes.add(wish);
    host(coordinator).restore(wish.request(), Objects.requireNonNull(snapshot.id()), timeout);
    return wish;
  }

  /** The wish is repeated by who has not heard that it came true. */
  World restore(Wish wish) {
    Host host = host(wish.coordinator());
    if (host.told.endsOf(wish.request()).stream().noneMatch(end -> end.failure() == null)) {
      host.restore(wish.request(), Objects.requireNonNull(wish.snapshot().id()), LONG);
    }
    return settle();
  }

  /** All are in the same era, none waits for a decision, and nothing is lost. */
  World assertTogether() {
    hosts
        .values()
        .forEach(host -> {
          assertThat(host.told.halts).isEmpty();
          assertThat(host.node().restoring()).as("restore under way at %s", host.name).isEmpty();
          assertThat(host.node().era()).as("era of %s", host.name).isEqualTo(eras.size());
          assertThat(host.store.count("restore")).as("restores kept by %s", host.name).isZero();
          assertThat(host.store.count("recording ")).as("recordings of %s", host.name).isZero();
        });
    new Audit(topology, (long) SHARE * topology.size()).atRest(states());
    return this;
  }

  private SortedMap<String, State> states() {
    SortedMap<String, State> states = new TreeMap<>();
    hosts.forEach((name, host) -> states.put(name, host.state()));
    return states;
  }

  /** Somebody wants a snapshot. */
  void request(String name, String request) {
    requests.put(request, name);
    host(name).initiate(request, LONG);
  }

  /**
   * Whoever has not heard of a decision asks again, as one would who is cut off by a crash; and
   * once more, since that may have been the commit at which a crash was waiting.
   */
  World repeatRequests() {
    for (int round = 0; round < 2; round++) {
      requests.forEach((request, name) -> {
        if (host(name).told.decisionsOn(request).isEmpty()) {
          host(name).initiate(request, LONG);
        }
      });
      settle();
    }
    return this;
  }

  /** All snapshots that were asked for, each one complete and exact; and nothing is lost. */
  List<GlobalSnapshot<State, Coins>> audit() {
    Audit audit = new Audit(topology, (long) SHARE * topology.size());
    audit.atRest(states());
    List<GlobalSnapshot<State, Coins>> snapshots = new ArrayList<>();
    requests.forEach((request, name) -> {
      List<GlobalSnapshot<State, Coins>> told = host(name).told.decisionsOn(request);
      assertThat(told).as("decisions on %s", request).isNotEmpty();
      told.forEach(audit::exact);
      assertThat(told.stream().map(GlobalSnapshot::id).distinct()).hasSize(1);
      snapshots.add(told.getFirst());
    });
    return snapshots;
  }
}
