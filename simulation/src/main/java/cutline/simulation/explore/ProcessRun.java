package cutline.simulation.explore;

import static java.util.Objects.requireNonNull;

import cutline.core.Assembly;
import cutline.core.Effects;
import cutline.core.FailedReport;
import cutline.core.GlobalSnapshot;
import cutline.core.Initiation;
import cutline.core.Limits;
import cutline.core.LocalSnapshot;
import cutline.core.Marker;
import cutline.core.RecordingState;
import cutline.core.Report;
import cutline.core.SnapshotId;
import cutline.core.SnapshotMachine;
import cutline.core.SnapshotStatus;
import cutline.core.Topology;
import cutline.simulation.bug.Bug;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One step of a process: production's machine and assembly are put back as they were, one event
 * happens to them, and what they are then is taken out again.
 */
final class ProcessRun implements Effects<Money> {

  /** A part that can change. */
  private static final class Recording {
    @Nullable Cut cut;
    final List<List<Money>> channels = new ArrayList<>();
    boolean isComplete;
    boolean hasSlipped;

    void end() {
      isComplete = true;
      cut = null;
      channels.forEach(List::clear);
      hasSlipped = false;
    }
  }

  private final SmallWorld world;
  private final Topology topology;
  private final int self;
  private final int crashes;
  private final List<Integer> sent;
  private final List<Integer> received;
  private final Map<SnapshotId, Recording> recordings = new LinkedHashMap<>();
  private final Map<SnapshotId, List<Report<Cut, Money>>> gatherings = new LinkedHashMap<>();
  private final SnapshotMachine<Money> machine;
  private final List<Sending> sendings = new ArrayList<>();
  private final List<Report<Cut, Money>> ownReports = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private @Nullable GlobalSnapshot<Cut, Money> completed;
  private long balance;
  private int initiated;
  private int givenUp;

  private ProcessRun(SmallWorld world, Topology topology, Local before) {
    this.world = world;
    this.topology = topology;
    this.self = before.self();
    this.crashes = before.crashes();
    this.balance = before.balance();
    this.initiated = before.initiated();
    this.givenUp = before.givenUp();
    this.sent = new ArrayList<>(before.sent());
    this.received = new ArrayList<>(before.received());
    this.machine = new SnapshotMachine<>(topology, self, Limits.DEFAULT, this);
    machine.restoreLastNumber(before.lastNumber());
    for (int peer = 0; peer < topology.size(); peer++) {
      machine.restoreCounts(
          peer, before.countedSent().get(peer), before.countedReceived().get(peer));
      Local.Decided decided = before.decided().get(peer);
      machine.restoreDecided(peer, decided.upTo(), decided.above());
    }
    for (Local.Part part : before.parts()) {
      machine.restoreRecording(
          new RecordingState(
              part.id(),
              array(part.announced()),
              array(part.arrived()),
              part.recorded(),
              part.failed()));
      Recording recording = new Recording();
      recording.cut = part.cut();
      part.channels().forEach(channel -> recording.channels.add(new ArrayList<>(channel)));
      recording.isComplete = part.isComplete();
      recording.hasSlipped = part.hasSlipped();
      recordings.put(part.id(), recording);
    }
    for (Local.Gathering gathering : before.gatherings()) {
      gatherings.put(gathering.id(), new ArrayList<>(gathering.reports()));
    }
  }

  /**
   * What a process has done in a step.
   *
   * @param completed the snapshot that it has decided to be complete, or null
   * @param story what the machine had done, in words
   */
  record Step(
      Local after,
      List<Sending> sendings,
      @Nullable GlobalSnapshot<Cut, Money> completed,
      List<String> story) {}

  /**
   * Lets something happen to a process.
   *
   * @throws Broken if that shows that something is wrong
   */
  static Step of(SmallWorld world, Topology topology, Local before, Event event) {
    ProcessRun run = new ProcessRun(world, topology, before);
    run.handle(event);
    run.takeOwnReports();
    return new Step(run.local(), List.copyOf(run.sendings), run.completed, run.story);
  }

  // ---------------------------------------------------------------- events

  private void handle(Event event) {
    switch (event) {
      case Event.Send(int to) -> send(to);
      case Event.Initiate() -> initiate();
      case Event.Arrival(int from, Entry entry) -> arrived(from, entry);
      case Event.GiveUp(SnapshotId id) -> {
        givenUp++;
        decided(assembly(id).deadlinePassed());
      }
      case Event.Commit(), Event.Crash() -> throw new AssertionError(event);
    }
  }

  private void send(int to) {
    List<SnapshotId> carried = machine.messageSent(to);
    Money money = new Money(self, to, sent.get(to) + 1);
    sent.set(to, money.number());
    balance -= money.amount();
    put(to, new Entry.OfMoney(money, List.copyOf(carried)));
  }

  private void initiate() {
    initiated++;
    switch (machine.initiate(world.has(Bug.ID_REUSED) ? 1 : crashes + 1)) {
      case Initiation.Started(SnapshotId id) -> gatherings.putIfAbsent(id, new ArrayList<>());
      case Initiation.Busy(String reason) ->
          throw Broken.of("%s cannot begin a snapshot: %s", name(), reason);
    }
  }

  private void arrived(int from, Entry entry) {
    switch (entry) {
      case Entry.OfMoney(Money money, List<SnapshotId> carried) ->
          machine.messageArrived(from, carried, money);
      case Entry.OfMarker(Marker marker) -> {
        Recording recording = recordings.get(marker.id());
        if (world.has(Bug.RECORDS_AGAIN) && recording != null && !recording.isComplete) {
          recording.cut = cut();
        }
        machine.markerArrived(from, marker);
      }
      case Entry.OfReport(Report<Cut, Money> report) -> reported(report);
      case Entry.OfDecision(SnapshotId id, boolean complete) -> {
        if (complete || !world.has(Bug.ABORT_FORGOTTEN)) {
          machine.decided(id).forEach(recordings::remove);
        }
      }
    }
  }

  private void takeOwnReports() {
    // Not within the machine's event, which a decision would interrupt.
    List<Report<Cut, Money>> reports = List.copyOf(ownReports);
    reports.forEach(this::reported);
  }

  private void reported(Report<Cut, Money> report) {
    List<Report<Cut, Money>> earlier = gatherings.get(report.id());
    if (earlier == null) {
      return; // The snapshot was given up before.
    }
    GlobalSnapshot<Cut, Money> decision = assembly(report.id()).report(report);
    earlier.add(report);
    if (decision != null) {
      decided(decision);
    }
  }

  private Assembly<Cut, Money> assembly(SnapshotId id) {
    Assembly<Cut, Money> assembly = new Assembly<>(id, topology.names());
    for (Report<Cut, Money> report : requireNonNull(gatherings.get(id))) {
      assembly.report(report);
    }
    return assembly;
  }

  private void decided(GlobalSnapshot<Cut, Money> decision) {
    SnapshotId id = requireNonNull(decision.id());
    if (decision.isComplete()) {
      completed = decision;
      CutCheck.check(world, topology, decision);
    } else if (decision.status() == SnapshotStatus.ABORTED) {
      throw Broken.of(
          "snapshot %s is aborted, and nobody has done anything wrong: %s", id, decision.reason());
    }
    story.add("%s decides that %s is %s".formatted(name(), id, decision.status()));
    gatherings.remove(id);
    machine.decided(id).forEach(recordings::remove);
    for (int to : topology.outgoing(self)) {
      put(to, new Entry.OfDecision(id, decision.isComplete()));
    }
  }

  // --------------------------------------------------------------- effects

  @Override
  public void recordState(SnapshotId id) {
    Recording recording = new Recording();
    recording.cut = cut();
    for (int from = 0; from < topology.size(); from++) {
      recording.channels.add(new ArrayList<>());
    }
    if (recordings.put(id, recording) != null) {
      throw Broken.of("%s begins to record snapshot %s a second time", name(), id);
    }
    story.add("%s records its state, $%d, for %s".formatted(name(), balance, id));
  }

  @Override
  public void sendMarker(int to, Marker marker) {
    put(
        to,
        new Entry.OfMarker(
            world.has(Bug.WHITE_COUNT_OFF_BY_ONE)
                ? new Marker(marker.id(), marker.messagesBefore() + 1)
                : marker));
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Money money) {
    Recording recording = recordings.get(id);
    if (recording == null || (recording.isComplete && !world.has(Bug.FIRST_MARKER_COMPLETES))) {
      throw Broken.of(
          "%s recorded the $%d of %s for snapshot %s when its part was final",
          name(), money.amount(), topology.name(from), id);
    }
    if (world.has(Bug.CHANNELS_NOT_RECORDED) || recording.isComplete) {
      return;
    }
    if (world.has(Bug.RECORDING_STARTS_LATE) && !recording.hasSlipped) {
      recording.hasSlipped = true;
      return;
    }
    recording.channels.get(from).add(money);
    story.add("%s records the $%d as in flight, for %s".formatted(name(), money.amount(), id));
  }

  @Override
  public void deliver(int from, Money money) {
    if (world.has(Bug.RECORDING_NOT_STOPPED)) {
      recordBehindMarker(from, money);
    }
    applyOnceAndInOrder(from, money);
    balance += money.amount();
    if (world.has(Bug.STATE_RECORDED_LATE)) {
      for (Recording recording : recordings.values()) {
        if (!recording.isComplete && !recording.hasSlipped) {
          recording.hasSlipped = true;
          recording.cut = cut();
        }
      }
    }
  }

  private void applyOnceAndInOrder(int from, Money money) {
    int bits = received.get(from);
    if ((bits & 1 << (money.number() - 1)) != 0) {
      throw Broken.of("%s received %s twice", name(), money.say(topology));
    }
    int last = Integer.SIZE - Integer.numberOfLeadingZeros(bits);
    if (world.isFifo() && money.number() != last + 1) {
      throw Broken.of(
          "%s received %s and %d had not come: the channel is not FIFO",
          name(), money.say(topology), last + 1);
    }
    received.set(from, bits | 1 << (money.number() - 1));
  }

  private void recordBehindMarker(int from, Money money) {
    recordings.forEach((id, recording) -> {
      RecordingState state = machine.recording(id);
      if (!recording.isComplete
          && state != null
          && state.announced()[from] >= 0
          && !recording.channels.get(from).contains(money)) {
        recording.channels.get(from).add(money);
      }
    });
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    Recording recording = recordings.get(id);
    if (recording == null) {
      throw Broken.of(
          "%s closed the channel from %s for snapshot %s, which it does not record",
          name(), topology.name(from), id);
    }
    if (world.has(Bug.FIRST_MARKER_COMPLETES) && !recording.isComplete) {
      report(id, recording);
    }
  }

  @Override
  public void complete(SnapshotId id) {
    Recording recording = requireNonNull(recordings.get(id));
    if (!recording.isComplete) {
      report(id, recording);
    } else if (!world.has(Bug.FIRST_MARKER_COMPLETES)) {
      throw Broken.of("%s completed its part of snapshot %s twice", name(), id);
    }
  }

  private void report(SnapshotId id, Recording recording) {
    SortedMap<String, List<Money>> channels = new TreeMap<>();
    for (int from : topology.incoming(self)) {
      channels.put(topology.name(from), List.copyOf(recording.channels.get(from)));
    }
    Report<Cut, Money> report =
        new LocalSnapshot<>(id, name(), requireNonNull(recording.cut), channels);
    recording.end();
    story.add("%s has its part of %s".formatted(name(), id));
    report(report);
  }

  private void report(Report<Cut, Money> report) {
    int initiator = topology.index(report.id().initiator());
    if (initiator == self) {
      ownReports.add(report);
    } else {
      put(initiator, new Entry.OfReport(report));
    }
  }

  @Override
  public void fail(SnapshotId id, String reason) {
    Recording recording = recordings.get(id);
    if (recording != null) {
      recording.end();
    }
    story.add("%s gives up its part of %s: %s".formatted(name(), id, reason));
    report(new FailedReport<>(id, name(), reason));
  }

  private void put(int to, Entry entry) {
    sendings.add(new Sending(self, to, entry));
  }

  private Cut cut() {
    return new Cut(balance, List.copyOf(sent), List.copyOf(received));
  }

  private String name() {
    return topology.name(self);
  }

  // ----------------------------------------------------------------- state

  private Local local() {
    List<Long> countedSent = new ArrayList<>();
    List<Long> countedReceived = new ArrayList<>();
    List<Local.Decided> decided = new ArrayList<>();
    for (int peer = 0; peer < topology.size(); peer++) {
      countedSent.add(machine.sentTo(peer));
      countedReceived.add(machine.receivedFrom(peer));
      decided.add(
          new Local.Decided(machine.decidedUpTo(peer), List.copyOf(machine.decidedAbove(peer))));
    }
    List<Local.Part> parts = new ArrayList<>();
    for (SnapshotId id : machine.undecided()) {
      parts.add(
          part(id, requireNonNull(machine.recording(id)), requireNonNull(recordings.get(id))));
    }
    return new Local(
        self,
        balance,
        crashes,
        initiated,
        givenUp,
        List.copyOf(sent),
        List.copyOf(received),
        machine.lastNumber(),
        List.copyOf(countedSent),
        List.copyOf(countedReceived),
        List.copyOf(decided),
        List.copyOf(parts),
        gatherings.entrySet().stream()
            .map(entry ->
                new Local.Gathering(entry.getKey(), List.copyOf(reportsSorted(entry.getValue()))))
            .toList());
  }

  /** In which order reports have come makes no difference to an assembly. */
  static List<Report<Cut, Money>> reportsSorted(List<Report<Cut, Money>> reports) {
    return reports.stream()
        .sorted((one, other) -> one.process().compareTo(other.process()))
        .toList();
  }

  private static Local.Part part(SnapshotId id, RecordingState state, Recording recording) {
    return new Local.Part(
        id,
        Arrays.stream(state.announced()).boxed().toList(),
        Arrays.stream(state.arrived()).boxed().toList(),
        state.recorded(),
        state.failed(),
        recording.cut,
        recording.channels.stream().map(List::copyOf).toList(),
        recording.isComplete,
        recording.hasSlipped);
  }

  private static long[] array(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}
