package cutline.simulation;

import cutline.bank.domain.Bank;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a bank as in production, between a network, stores and clocks of this world's
 * own. One thing happens at a time, in virtual time; what and when follows from the plan alone.
 */
public final class World {

  private static final int MOST_EVENTS = 50_000;

  /** When nothing goes wrong any more, everything is done by then; and how long that is watched. */
  private static final long RESTLESS = Duration.ofMinutes(1).toNanos();

  private static final long WATCHED = Duration.ofMinutes(2).toNanos();

  final Plan plan;
  final Agenda agenda = new Agenda();
  final Witness witness;
  final WitnessedCodec codec;
  final Bank bank;
  final Mutation mutation;
  final @Nullable Observer observer;
  final SimulatedNetwork network;
  final List<Host> hosts = new ArrayList<>();

  /** What is said of those snapshots that are decided when a process gives them up. */
  private final List<String> decided = new ArrayList<>();

  private int events;
  private long lastEventAt;
  private int inFlight;

  private World(Plan plan, Mutation mutation, @Nullable Observer observer) {
    this.plan = plan;
    this.mutation = mutation;
    this.observer = observer;
    this.witness = new Witness(plan.topology(), plan.openingBalances());
    LinkedHashMap<String, Long> opening = new LinkedHashMap<>();
    for (int process = 0; process < plan.topology().size(); process++) {
      opening.put(plan.topology().name(process), plan.openingBalances().get(process));
    }
    this.bank = new Bank(Bank.Founding.DEALT, opening, 1);
    this.codec = new WitnessedCodec(witness.total, witness);
    this.network = new SimulatedNetwork(agenda, plan, mutation);
    for (int process = 0; process < plan.topology().size(); process++) {
      hosts.add(new Host(this, process, plan));
    }
  }

  /**
   * Runs a world to its end, or to where a law is broken.
   *
   * @param mutation the bug that is planted, used by no other world
   * @param observer is told what happens; null if nobody wants to know
   */
  public static Outcome run(Plan plan, Mutation mutation, @Nullable Observer observer) {
    World world = new World(plan, mutation, observer);
    Violation violation = null;
    try {
      world.run();
    } catch (Broken e) {
      violation = e.at(world.agenda.now());
    } catch (RuntimeException | AssertionError e) {
      violation = new Violation(Law.NO_BUG, "there is a bug: " + said(e), world.agenda.now());
    }
    return new Outcome(
        world.events,
        world.witness.complete.size(),
        world.inFlight,
        world.network.digest(),
        violation);
  }

  private static String said(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  void tell(Happening what) {
    if (observer != null) {
      observer.happened(agenda.now(), what);
    }
  }

  void countEvent() {
    events++;
    lastEventAt = agenda.now();
  }

  /** Whether nothing has gone wrong for so long. */
  boolean isCalmFor(long nanos) {
    return agenda.now() > plan.end() + nanos;
  }

  /** Notes a decision, whatever it is. */
  void decided(@Nullable SnapshotId id) {
    decided.add(" gives up snapshot " + id + ": ");
  }

  /** Whether a warning is about a snapshot that is decided. */
  boolean isDecided(String warning) {
    return decided.stream().anyMatch(warning::contains);
  }

  void completed(GlobalSnapshot<Moment, Message> snapshot) {
    witness.complete.add(snapshot);
    if (SnapshotCheck.check(witness, snapshot)) {
      inFlight++;
    }
  }

  // --------------------------------------------------------------- what happens

  private void run() {
    boolean[] late = new boolean[hosts.size()];
    for (Deed deed : plan.deeds()) {
      if (deed instanceof Deed.Join join) {
        late[join.process()] = true;
      }
      agenda.at(deed.at(), () -> act(deed));
    }
    for (Host host : hosts) {
      if (!late[host.process()]) {
        agenda.at(0, host::startUnlessUp);
      }
    }
    agenda.at(plan.end(), this::calm);
    untilRest();
    // What is acknowledged is forgotten with the next commit.
    for (int commit = 0; commit < 2; commit++) {
      hosts.forEach(host -> host.post(() -> {}));
      untilRest();
    }
    new RestCheck(this).check();
    if (lastEventAt > plan.end() + RESTLESS) {
      throw restless();
    }
  }

  private void untilRest() {
    while (agenda.next() < plan.end() + WATCHED) {
      if (events > MOST_EVENTS) {
        throw restless();
      }
      agenda.proceed();
    }
  }

  private Broken restless() {
    return Broken.of(
        Law.COMES_TO_REST,
        "nothing has gone wrong since %d ms, and at %d ms there is still something to do",
        plan.end() / 1_000_000,
        lastEventAt / 1_000_000);
  }

  private void act(Deed deed) {
    switch (deed) {
      case Deed.Pay pay -> hosts.get(pay.from()).pay(pay.to(), pay.amount());
      case Deed.Initiate initiate ->
          hosts.get(initiate.process()).requests.initiate(initiate.timeout());
      case Deed.Restore restore ->
          hosts.get(restore.process()).requests.restore(restore.back(), restore.timeout());
      case Deed.Crash crash -> hosts.get(crash.process()).crash(crash);
      case Deed.Partition partition -> {
        network.block(partition.blocked(), true);
        tell(new Happening.Turned("a partition begins: " + partition.shape()));
        agenda.at(partition.until(), () -> heal(partition));
      }
      case Deed.Slow slow -> {
        Host host = hosts.get(slow.process());
        host.reactsWithin(slow.reaction());
        tell(new Happening.Turned(host.name() + " becomes slow"));
        agenda.at(slow.until(), host::reactsAsUsual);
      }
      case Deed.Clock clock -> {
        setClock(hosts.get(clock.process()), clock.rate());
        agenda.at(clock.until(), () -> setClock(hosts.get(clock.process()), 1));
      }
      case Deed.Join join -> hosts.get(join.process()).startUnlessUp();
    }
  }

  private void heal(Deed.Partition partition) {
    if (agenda.now() < plan.end()) {
      network.block(partition.blocked(), false);
      tell(new Happening.Turned("a partition ends: " + partition.shape()));
    }
  }

  private void setClock(Host host, int rate) {
    host.clock.run(rate, agenda.now());
    host.planNextStep();
    tell(
        new Happening.Turned("the clock of %s runs %d times as fast".formatted(host.name(), rate)));
  }

  /** Nothing new goes wrong, and what can be mended is mended. */
  private void calm() {
    network.calm();
    for (Host host : hosts) {
      host.disarm();
      host.reactsAsUsual();
      setClock(host, 1);
      host.startUnlessUp();
    }
    tell(new Happening.Turned("all faults are over"));
  }
}
