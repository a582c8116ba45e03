package cutline.core;

import static cutline.core.Law.EVERY_SNAPSHOT_IS_DECIDED;
import static cutline.core.Law.MESSAGES_ARRIVE_ONCE;
import static cutline.core.Law.NOTHING_REMAINS;
import static java.util.Objects.requireNonNull;

import cutline.core.Choices.Step;
import cutline.core.Link.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A system of processes that send each other money and take snapshots, one event at a time, in an
 * order that {@link Choices} decide. Every {@link Law} is checked as it goes.
 */
final class Network {

  /** When machines are rebuilt from what the store keeps of them. */
  enum Rebuild {
    NEVER,
    AT_RESTARTS,
    AFTER_EVERY_EVENT
  }

  /** The way of reports and decisions between two processes, in the order of sending. */
  private record Line(int to, List<Notice> inFlight) {}

  private sealed interface Notice {}

  private record ReportNotice(Report<Integer, Money> report) implements Notice {}

  private record DecisionNotice(SnapshotId id) implements Notice {}

  private static final Set<Step> OPTIONAL = EnumSet.of(Step.ABORT, Step.RESTART);

  private final Scenario scenario;
  private final Choices choices;
  private final Rebuild rebuild;
  private final Set<PlantedBug> bugs;
  private final Topology topology;
  private final Witness witness;
  private final List<Branch> branches = new ArrayList<>();
  private final SortedMap<Channel, Link> links = new TreeMap<>();
  private final List<Line> lines = new ArrayList<>();
  private final SortedMap<SnapshotId, GlobalSnapshot<Integer, Money>> decided = new TreeMap<>();
  private int messages;
  private int snapshots;
  private int aborts;
  private int restarts;
  private int mostAtOnce;

  /**
   * A network in which nothing has happened yet.
   *
   * @param label how a failure names it
   */
  Network(String label, Scenario scenario, Choices choices, Rebuild rebuild, Set<PlantedBug> bugs) {
    this.scenario = scenario;
    this.choices = choices;
    this.rebuild = rebuild;
    this.bugs = bugs;
    this.topology = scenario.topology();
    this.witness = new Witness(label, topology, links);
    topology
        .channels()
        .forEach((channel, order) ->
            links.put(
                channel,
                new Link(topology.index(channel.from()), topology.index(channel.to()), order)));
    for (int process = 0; process < topology.size(); process++) {
      branches.add(new Branch(process, this, scenario, witness));
      for (int to = 0; to < topology.size(); to++) {
        lines.add(new Line(to, new ArrayList<>()));
      }
    }
  }

  /** A network without bugs, as its seed has it. */
  static Network random(Scenario.Channels channels, long seed) {
    return random(channels, seed, Rebuild.AT_RESTARTS, EnumSet.noneOf(PlantedBug.class));
  }

  /** A network as its seed has it. */
  static Network random(
      Scenario.Channels channels, long seed, Rebuild rebuild, Set<PlantedBug> bugs) {
    SplittableRandom random = new SplittableRandom(seed);
    Scenario scenario = Scenario.random(channels, random.split());
    String label = "seed %d, channels %s".formatted(seed, channels);
    return new Network(label, scenario, Choices.random(random.split()), rebuild, bugs);
  }

  /** A network as its seed has it, with bounds that it can reach. */
  static Network randomBounded(Scenario.Channels channels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Scenario scenario = Scenario.random(channels, random.split()).bounded(random.split());
    String label = "seed %d, channels %s, %s".formatted(seed, channels, scenario.limits());
    return new Network(
        label,
        scenario,
        Choices.random(random.split()),
        Rebuild.AT_RESTARTS,
        EnumSet.noneOf(PlantedBug.class));
  }

  /** Runs until all is delivered and nothing more is wished. */
  Network run() {
    Map<Step, List<Runnable>> possible = possible();
    while (!OPTIONAL.containsAll(possible.keySet())) {
      List<Runnable> events = requireNonNull(possible.get(choices.oneOf(possible.keySet())));
      events.get(choices.below(events.size())).run();
      if (rebuild == Rebuild.AFTER_EVERY_EVENT) {
        branches.forEach(Branch::rebuildMachine);
      }
      possible = possible();
    }
    checkEnd();
    return this;
  }

  /** All that happened, in lines. */
  List<String> trace() {
    return Collections.unmodifiableList(witness.trace());
  }

  SortedMap<SnapshotId, GlobalSnapshot<Integer, Money>> decided() {
    return decided;
  }

  /** The most snapshots that were undecided at once. */
  int mostAtOnce() {
    return mostAtOnce;
  }

  // ---------------------------------------------------------------- events

  private Map<Step, List<Runnable>> possible() {
    Map<Step, List<Runnable>> possible = new EnumMap<>(Step.class);
    for (Link link : links.values()) {
      if (messages < scenario.messages() && branches.get(link.from).balance > 0) {
        add(possible, Step.SEND, () -> send(link));
      }
      if (!link.inFlight.isEmpty()) {
        add(possible, Step.DELIVER, () -> deliver(link));
      }
    }
    for (Line line : lines) {
      if (!line.inFlight().isEmpty()) {
        add(possible, Step.CONTROL, () -> deliverNotice(line));
      }
    }
    int atOnce = branches.stream().mapToInt(branch -> branch.assembling().size()).sum();
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    for (Branch branch : branches) {
      if (snapshots < scenario.snapshots() && atOnce < Scenario.SNAPSHOTS_AT_ONCE) {
        add(possible, Step.INITIATE, () -> initiate(branch));
      }
      if (aborts < scenario.aborts() && !branch.assembling().isEmpty()) {
        add(possible, Step.ABORT, () -> abort(branch));
      }
      if (restarts < scenario.restarts()) {
        add(possible, Step.RESTART, () -> restart(branch));
      }
    }
    return possible;
  }

  private static void add(Map<Step, List<Runnable>> possible, Step step, Runnable event) {
    possible.computeIfAbsent(step, _ -> new ArrayList<>()).add(event);
  }

  private void send(Link link) {
    messages++;
    Branch sender = branches.get(link.from);
    sender.send(link, sender.balance == 1 ? 1 : 1 + choices.below(sender.balance));
  }

  private void deliver(Link link) {
    int size = link.inFlight.size();
    boolean inOrder = link.fifo && !has(PlantedBug.FIFO_CHANNEL_REORDERS_MESSAGES);
    Branch receiver = branches.get(link.to);
    switch (link.inFlight.remove(inOrder || size == 1 ? 0 : choices.below(size))) {
      case Link.MarkerEntry(Marker marker) -> receiver.take(link, marker);
      case Link.MoneyEntry money -> {
        if (strikes(PlantedBug.CHANNEL_LOSES_MESSAGE)) {
          return;
        }
        receiver.take(link, money);
        if (strikes(PlantedBug.CHANNEL_DELIVERS_TWICE)) {
          receiver.take(link, money);
        }
      }
    }
  }

  private void deliverNotice(Line line) {
    int size = line.inFlight().size();
    Branch receiver = branches.get(line.to());
    switch (line.inFlight()
        .remove(scenario.controlInOrder() || size == 1 ? 0 : choices.below(size))) {
      case ReportNotice(Report<Integer, Money> report) -> receiver.take(report);
      case DecisionNotice(SnapshotId id) -> receiver.takeDecision(id);
    }
  }

  private void initiate(Branch branch) {
    snapshots++;
    branch.initiate();
  }

  private void abort(Branch branch) {
    aborts++;
    branch.abort(choices);
  }

  private void restart(Branch branch) {
    restarts++;
    branch.startNextLife();
    if (rebuild == Rebuild.AT_RESTARTS) {
      branch.rebuildMachine();
    }
  }

  // ------------------------------------------------- what processes may use

  Link link(int from, int to) {
    return requireNonNull(links.get(new Channel(topology.name(from), topology.name(to))));
  }

  void report(int from, Report<Integer, Money> report) {
    post(from, topology.index(report.id().initiator()), new ReportNotice(report));
  }

  /** The initiator has decided: all others are told. */
  void decided(GlobalSnapshot<Integer, Money> snapshot, int initiator) {
    SnapshotId id = requireNonNull(snapshot.id());
    decided.put(id, snapshot);
    if (snapshot.isComplete()) {
      witness.demand(
          List.copyOf(snapshot.states().keySet()).equals(topology.names())
              && snapshot.markers() == links.size(),
          EVERY_SNAPSHOT_IS_DECIDED,
          id + " is called complete, and is not");
      witness.check(snapshot, total());
    }
    for (int member = 0; member < topology.size(); member++) {
      if (member != initiator) {
        post(initiator, member, new DecisionNotice(id));
      }
    }
  }

  private void post(int from, int to, Notice notice) {
    lines.get(from * topology.size() + to).inFlight().add(notice);
  }

  boolean has(PlantedBug bug) {
    return bugs.contains(bug);
  }

  /** Whether a planted bug that strikes now and then strikes now. */
  boolean strikes(PlantedBug bug) {
    return has(bug) && choices.below(10) == 0;
  }

  private int total() {
    return scenario.balances().stream().mapToInt(Integer::intValue).sum();
  }

  // ---------------------------------------------------------------- the end

  private void checkEnd() {
    for (Branch branch : branches) {
      witness.demand(
          branch.assembling().isEmpty(),
          EVERY_SNAPSHOT_IS_DECIDED,
          "all is delivered, and %s has not decided %s"
              .formatted(branch.name, branch.assembling()));
    }
    int balances = branches.stream().mapToInt(branch -> branch.balance).sum();
    witness.demand(
        balances == total(),
        MESSAGES_ARRIVE_ONCE,
        "of $%d there are $%d in the end".formatted(total(), balances));
    for (Branch branch : branches) {
      branches.forEach(initiator -> checkNothingRemains(branch, initiator));
    }
  }

  private void checkNothingRemains(Branch branch, Branch initiator) {
    witness.demand(
        branch.machine().undecided().isEmpty(),
        NOTHING_REMAINS,
        branch.name + " still remembers " + branch.machine().undecided());
    long upTo = branch.machine().decidedUpTo(initiator.self);
    Set<Long> above = branch.machine().decidedAbove(initiator.self);
    long last = initiator.machine().lastNumber();
    witness.demand(
        upTo == last && above.isEmpty(),
        NOTHING_REMAINS,
        "all %d snapshots of %s are decided, and %s knows it of those up to %d, and of %s"
            .formatted(last, initiator.name, branch.name, upTo, above));
  }
}
