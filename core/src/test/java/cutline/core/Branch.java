package cutline.core;

import static cutline.core.Law.CHANNELS_KEEP_THEIR_PROMISE;
import static cutline.core.Law.EFFECTS_ARE_IN_ORDER;
import static cutline.core.Law.NUMBERS_ARE_NEVER_REUSED;
import static cutline.core.Law.ONLY_BOUNDS_REFUSE;
import static java.util.Objects.requireNonNull;

import cutline.core.Link.Money;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process of a {@link Network} with its money: it drives its machine, carries out what that
 * wants, and sees to it that it may want this now.
 */
final class Branch implements Effects<Money> {

  /** This process's part of a snapshot. */
  private static final class Part {
    private @Nullable Integer balance;
    private boolean reported;
    private final SortedMap<String, List<Money>> channels = new TreeMap<>();
    private final Set<String> closed = new TreeSet<>();
  }

  final int self;
  final String name;
  int balance;
  private final Network network;
  private final Topology topology;
  private final Limits limits;
  private final Witness witness;
  private final VectorClock clock;
  private final Map<SnapshotId, Assembly<Integer, Money>> assemblies = new TreeMap<>();
  private final Map<SnapshotId, Part> parts = new HashMap<>();
  private final Set<SnapshotId> decided = new HashSet<>();
  private final List<SnapshotId> belatedCuts = new ArrayList<>();
  private SnapshotMachine<Money> machine;
  private long incarnation = 1;
  private int delivered;

  Branch(int self, Network network, Scenario scenario, Witness witness) {
    this.self = self;
    this.network = network;
    this.topology = scenario.topology();
    this.limits = scenario.limits();
    this.witness = witness;
    this.name = topology.name(self);
    this.balance = scenario.balances().get(self);
    this.clock = new VectorClock(topology.size());
    this.machine = new SnapshotMachine<>(topology, self, limits, this);
  }

  SnapshotMachine<Money> machine() {
    return machine;
  }

  Set<SnapshotId> assembling() {
    return assemblies.keySet();
  }

  // ---------------------------------------------------------------- events

  void initiate() {
    witness.note(name + " wishes a snapshot");
    switch (machine.initiate(incarnation)) {
      case Initiation.Started(SnapshotId id) -> {
        witness.demand(
            Stream.concat(network.decided().keySet().stream(), assemblies.keySet().stream())
                .noneMatch(
                    other -> other.initiator().equals(name) && other.number() == id.number()),
            NUMBERS_ARE_NEVER_REUSED,
            name + " has had a snapshot with the number of " + id);
        assemblies.put(id, new Assembly<>(id, topology.names()));
      }
      case Initiation.Busy(String reason) -> {
        witness.note(name + " is busy: " + reason);
        witness.demand(isBound(reason), ONLY_BOUNDS_REFUSE, name + " is busy: " + reason);
      }
    }
  }

  void send(Link link, int amount) {
    balance -= amount;
    clock.tick(self);
    Money money = new Money(link.sent.size() + 1, amount, clock.copy());
    witness.note(name + " sends " + money + " to " + topology.name(link.to));
    List<SnapshotId> carried =
        network.strikes(PlantedBug.MESSAGE_SENT_UNCOUNTED)
            ? List.of()
            : machine.messageSent(link.to);
    link.sent.add(money);
    link.inFlight.add(new Link.MoneyEntry(carried, money));
  }

  void take(Link link, Link.MoneyEntry entry) {
    Money money = entry.money();
    witness.note(money + " arrives at " + name + " from " + topology.name(link.from));
    int before = delivered;
    if (network.has(PlantedBug.MESSAGE_DELIVERED_BEFORE_STATE_RECORDED)) {
      apply(link, money);
    }
    machine.messageArrived(
        link.from,
        network.has(PlantedBug.CARRIED_IDS_FORGOTTEN) ? List.of() : entry.carried(),
        money);
    witness.demand(
        delivered == before + 1,
        EFFECTS_ARE_IN_ORDER,
        "%s delivered %s %d times".formatted(name, money, delivered - before));
  }

  void take(Link link, Marker marker) {
    witness.note(
        "marker of %s after %d arrives at %s from %s"
            .formatted(marker.id(), marker.messagesBefore(), name, topology.name(link.from)));
    machine.markerArrived(link.from, marker);
  }

  void take(Report<Integer, Money> report) {
    Assembly<Integer, Money> assembly = assemblies.get(report.id());
    if (assembly != null) {
      GlobalSnapshot<Integer, Money> snapshot = assembly.report(report);
      if (snapshot != null) {
        decide(snapshot);
      }
    }
  }

  void takeDecision(SnapshotId id) {
    witness.note(name + " knows that " + id + " is decided");
    decided.add(id);
    parts.remove(id);
    belatedCuts.remove(id);
    if (!network.strikes(PlantedBug.DECISION_IGNORED)) {
      machine.decided(id);
    }
  }

  void abort(Choices choices) {
    List<Assembly<Integer, Money>> all = List.copyOf(assemblies.values());
    Assembly<Integer, Money> assembly = all.get(choices.below(all.size()));
    decide(
        choices.below(2) == 0
            ? assembly.deadlinePassed()
            : assembly.abort("somebody has asked for it"));
  }

  private void decide(GlobalSnapshot<Integer, Money> snapshot) {
    SnapshotId id = requireNonNull(snapshot.id());
    witness.note(
        "%s is %s with %s and %s"
            .formatted(id, snapshot.status(), snapshot.states(), snapshot.channels()));
    assemblies.remove(id);
    takeDecision(id);
    network.decided(snapshot, self);
  }

  void startNextLife() {
    witness.note(name + " restarts");
    incarnation++;
  }

  void rebuildMachine() {
    Set<SavedPart> saved = EnumSet.allOf(SavedPart.class);
    if (network.has(PlantedBug.RESTART_FORGETS_COUNTS)) {
      saved.remove(SavedPart.COUNTS);
    }
    if (network.has(PlantedBug.RESTART_FORGETS_LAST_NUMBER)) {
      saved.remove(SavedPart.LAST_NUMBER);
    }
    if (network.has(PlantedBug.RESTART_FORGETS_DECIDED)) {
      saved.remove(SavedPart.DECIDED);
    }
    if (network.has(PlantedBug.RESTART_FORGETS_RECORDINGS)) {
      saved.remove(SavedPart.RECORDINGS);
    }
    machine = SavedPart.rebuild(machine, topology, self, limits, this, saved);
  }

  // --------------------------------------------------------------- effects

  @Override
  public void recordState(SnapshotId id) {
    witness.note(name + " records its state for " + id);
    demandUndecided(id);
    Part part = new Part();
    witness.demand(
        parts.put(id, part) == null,
        EFFECTS_ARE_IN_ORDER,
        name + " records its state for " + id + " again");
    for (int from : topology.incoming(self)) {
      part.channels.put(topology.name(from), new ArrayList<>());
    }
    if (network.has(PlantedBug.STATE_RECORDED_AFTER_NEXT_MESSAGE)) {
      belatedCuts.add(id);
    } else {
      cut(id, part);
    }
  }

  @Override
  public void sendMarker(int to, Marker marker) {
    Link link = network.link(self, to);
    boolean overtakes =
        network.has(PlantedBug.MARKER_OVERTAKES_MESSAGE)
            && link.fifo
            && !link.inFlight.isEmpty()
            && link.inFlight.getLast() instanceof Link.MoneyEntry;
    link.inFlight.add(link.inFlight.size() - (overtakes ? 1 : 0), new Link.MarkerEntry(marker));
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Money message) {
    List<Money> state = openChannel(id, from);
    if (!network.strikes(PlantedBug.RECORDED_MESSAGE_DROPPED)) {
      state.add(message);
    }
  }

  @Override
  public void deliver(int from, Money message) {
    delivered++;
    if (!network.has(PlantedBug.MESSAGE_DELIVERED_BEFORE_STATE_RECORDED)) {
      apply(network.link(from, self), message);
    }
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    openChannel(id, from);
    recording(id).closed.add(topology.name(from));
  }

  @Override
  public void complete(SnapshotId id) {
    Part part = recording(id);
    witness.demand(
        part.closed.equals(part.channels.keySet()),
        EFFECTS_ARE_IN_ORDER,
        "%s completes %s with only %s closed".formatted(name, id, part.closed));
    if (part.balance == null) {
      cut(id, part);
    }
    report(part, new LocalSnapshot<>(id, name, requireNonNull(part.balance), part.channels));
  }

  @Override
  public void fail(SnapshotId id, String reason) {
    witness.note(name + " fails " + id + ": " + reason);
    demandUndecided(id);
    Part part = parts.computeIfAbsent(id, _ -> new Part());
    witness.demand(!part.reported, EFFECTS_ARE_IN_ORDER, name + " reports twice on " + id);
    // A process that knows of an abort no longer puts the id on its messages. One that does not
    // know
    // of it yet may then rightly miss the id: only an undecided snapshot has anything to say here.
    if (!network.decided().containsKey(id)) {
      witness.demand(!reason.contains("promise"), CHANNELS_KEEP_THEIR_PROMISE, reason);
      witness.demand(isBound(reason), ONLY_BOUNDS_REFUSE, reason);
    }
    report(part, new FailedReport<>(id, name, reason));
  }

  private void apply(Link link, Money money) {
    link.arrived.add(money);
    balance += money.amount();
    clock.merge(money.clock());
    clock.tick(self);
    List.copyOf(belatedCuts).forEach(id -> cut(id, recording(id)));
  }

  private void cut(SnapshotId id, Part part) {
    part.balance = balance;
    belatedCuts.remove(id);
    witness.cut(id, name, clock);
  }

  private void report(Part part, Report<Integer, Money> report) {
    witness.note(name + " reports on " + report.id());
    part.reported = true;
    network.report(self, report);
  }

  private Part recording(SnapshotId id) {
    Part part = parts.get(id);
    if (part == null || part.reported) {
      throw witness.broken(
          EnumSet.of(EFFECTS_ARE_IN_ORDER), name + " is not recording " + id + ", or no longer");
    }
    return part;
  }

  private List<Money> openChannel(SnapshotId id, int from) {
    Part part = recording(id);
    String sender = topology.name(from);
    List<Money> state = part.channels.get(sender);
    if (state == null || part.closed.contains(sender)) {
      throw witness.broken(
          EnumSet.of(EFFECTS_ARE_IN_ORDER),
          "the channel from %s to %s is not open in %s".formatted(sender, name, id));
    }
    return state;
  }

  private void demandUndecided(SnapshotId id) {
    witness.demand(!decided.contains(id), EFFECTS_ARE_IN_ORDER, id + " comes back at " + name);
  }

  private boolean isBound(String reason) {
    return !limits.equals(Limits.DEFAULT)
        && (reason.contains("the most") || reason.contains("or more above"));
  }
}
