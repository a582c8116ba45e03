package cutline.runtime;

import cutline.core.Channel;
import cutline.core.Effects;
import cutline.core.FailedReport;
import cutline.core.Initiation;
import cutline.core.LocalSnapshot;
import cutline.core.Marker;
import cutline.core.RecordingState;
import cutline.core.Report;
import cutline.core.SnapshotId;
import cutline.core.SnapshotMachine;
import cutline.core.SnapshotStatus;
import cutline.runtime.wire.Decision;
import cutline.runtime.wire.ReportPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A process's part in snapshots: carries out what the {@link SnapshotMachine} wants done, reports
 * to initiators, and decides the snapshots that this process has initiated.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
final class Snapshots<S, M> implements Effects<M> {

  /**
   * No snapshot or restore starts here while a channel holds more unacknowledged control entries
   * than this.
   */
  private static final int MAX_CONTROL_ENTRIES = 1_000;

  /** The most that an initiator may wait, beside the delays. */
  static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  private final NodeConfig config;
  private final Application<S, M> application;
  private final Links links;
  private final Wire<S, M> wire;
  private final Persistence<S, M> persistence;
  private final NodeListener<S, M> listener;
  private final BiConsumer<String, M> deliver;
  private final Consumer<Runnable> afterCommit;

  private final Observations<S, M> observations;

  private final SnapshotMachine<M> machine;
  private final Recorder<S, M> recorder;
  private final Initiations<S, M> initiations;
  private final List<Report<S, M>> reports = new ArrayList<>();

  /** The unfinished parts of others' snapshots, oldest first: no initiator may wait for longer. */
  private final SequencedMap<SnapshotId, Long> givesUpAt = new LinkedHashMap<>();

  private long now;

  Snapshots(
      NodeConfig config,
      Application<S, M> application,
      Links links,
      Wire<S, M> wire,
      Persistence<S, M> persistence,
      NodeListener<S, M> listener,
      Observations<S, M> observations,
      BiConsumer<String, M> deliver,
      Consumer<Runnable> afterCommit,
      UnaryOperator<Effects<M>> around) {
    this.config = config;
    this.application = application;
    this.links = links;
    this.wire = wire;
    this.persistence = persistence;
    this.listener = listener;
    this.observations = observations;
    this.deliver = deliver;
    this.afterCommit = afterCommit;
    this.machine =
        new SnapshotMachine<>(
            config.topology(),
            config.topology().index(config.name()),
            config.limits(),
            around.apply(this));
    this.recorder = new Recorder<>(config.topology(), config.name());
    this.initiations = new Initiations<>(config.topology().names(), persistence::initiationDropped);
  }

  void recover(Recovery<S, M> recovery, long time) throws Store.StoreException {
    recovery.restore(links, machine, time);
    recovery.restore(machine, recorder);
    recovery.restore(initiations, time);
    machine.undecided().stream().filter(this::isUnfinished).forEach(id -> expectDecision(id, time));
  }

  SnapshotMachine<M> machine() {
    return machine;
  }

  /** The time of the step that begins. */
  void at(long time) {
    now = time;
  }

  // -------------------------------------------------------------- initiator

  /**
   * @param obstacle why no new one may start now, or null
   */
  Initiation initiate(String request, Duration timeout, @Nullable String obstacle) {
    SnapshotId running = initiations.started(request);
    if (running != null) {
      return new Initiation.Started(running);
    }
    Initiations.Decision<S, M> earlier = initiations.decided(request);
    if (earlier != null) {
      afterCommit.accept(() -> listener.decided(request, earlier.decided()));
      return new Initiation.Started(earlier.id());
    }
    String reason = obstacle == null ? congestion() : obstacle;
    if (reason != null) {
      return new Initiation.Busy(reason);
    }
    Initiation initiation = machine.initiate(persistence.incarnation());
    if (initiation instanceof Initiation.Started started) {
      Initiations.Waiting snapshot =
          new Initiations.Waiting(started.id(), request, patience(timeout), Duration.ZERO);
      initiations.begin(snapshot, now);
      persistence.initiated(snapshot);
      passReportsOn();
    }
    return initiation;
  }

  Duration patience(Duration timeout) {
    return timeout.plus(config.largestDelay().get().multipliedBy(3));
  }

  /** Why nobody may put more control entries into the channels, or null if one may. */
  @Nullable String congestion() {
    for (Peer peer : links.peers()) {
      if (peer.outbox.controlCount() > MAX_CONTROL_ENTRIES) {
        return "channel %s holds %d control entries that %s has not acknowledged"
            .formatted(
                new Channel(config.name(), peer.name), peer.outbox.controlCount(), peer.name);
      }
    }
    return null;
  }

  /** Decides the snapshots whose deadline has passed, and gives up those of silent initiators. */
  void expire() {
    initiations.expire(now).forEach(this::publish);
    initiations.toSave(now).forEach(persistence::waits);
    while (!givesUpAt.isEmpty() && givesUpAt.firstEntry().getValue() <= now) {
      giveUp(givesUpAt.firstEntry().getKey());
    }
    passReportsOn();
  }

  private void giveUp(SnapshotId id) {
    fail(
        id,
        "%s could not finish its part in %s, and heard of no decision"
            .formatted(config.name(), patience(LONGEST_TIMEOUT)));
    forget(id);
  }

  /** Gives up all that this process has initiated and not decided. */
  void abortOwn(String reason) {
    initiations.abortAll(reason, now).forEach(this::publish);
  }

  /** When {@link #expire} has something to do, {@code Long.MAX_VALUE} for never. */
  long nextAction() {
    long next = initiations.nextAction();
    return givesUpAt.isEmpty() ? next : Math.min(next, givesUpAt.firstEntry().getValue());
  }

  void reportArrived(Peer peer, ReportPart part) throws MalformedException {
    SnapshotId id = Wire.id(part.getSnapshot());
    if (!id.initiator().equals(config.name())) {
      throw new MalformedException("a report on " + id + ", which another process initiated");
    }
    if (initiations.isUndecided(id)) {
      Report<S, M> report = initiations.join(peer.name, part, wire);
      persistence.reported(id, peer.name, part);
      if (report != null) {
        reports.add(report);
        passReportsOn();
      }
    }
  }

  private void publish(Initiations.Decision<S, M> decision) {
    Decision wired = Wire.decision(decision.id(), decision.decided().snapshot());
    for (Peer peer : links.peers()) {
      peer.outbox.appendControl(number -> Wire.decision(number, wired));
    }
    persistence.published(decision);
    observe(decision.id(), decision.decided().snapshot().status(), wired);
    forget(decision.id());
    afterCommit.accept(() -> listener.decided(decision.request(), decision.decided()));
  }

  // ----------------------------------------------------------------- member

  void messageArrived(Peer peer, long entry, List<SnapshotId> carried, M message) {
    if (observations.areWanted()) {
      observations.arrives();
      machine.messageArrived(peer.index, carried, message);
      observations.received(peer.name, entry, message);
    } else {
      machine.messageArrived(peer.index, carried, message);
    }
    passReportsOn();
  }

  void markerArrived(Peer peer, long entry, Marker marker) {
    if (observations.areWanted()) {
      observations.arrives();
    }
    String congestion = congestion();
    if (congestion != null) {
      // Else two members that cannot reach each other would hold ever more for each other.
      machine.decline(marker.id(), congestion);
    }
    machine.markerArrived(peer.index, marker);
    if (observations.areWanted()) {
      observations.received(peer.name, entry, marker.id());
    }
    if (machine.undecided().contains(marker.id())) {
      persistence.recordingChanged(marker.id());
    }
    passReportsOn();
  }

  void decisionArrived(Peer peer, Decision decision) throws MalformedException {
    SnapshotId id = Wire.id(decision.getSnapshot());
    if (!id.initiator().equals(peer.name)) {
      throw new MalformedException("a decision on " + id + ", which another process initiated");
    }
    observe(id, Wire.status(decision.getStatus()), decision);
    forget(id);
  }

  private void observe(SnapshotId id, SnapshotStatus status, Decision decision) {
    if (observations.areWanted() && status != SnapshotStatus.COMPLETE) {
      observations.tell(new Observed.GivenUp<>(id, status + ": " + decision.getReason()));
    }
  }

  /** This process's finished part of one of the last snapshots. */
  Optional<LocalSnapshot<S, M>> part(SnapshotId id) {
    return recorder.find(id);
  }

  /** This process's part of a snapshot that can be restored as far as it knows. */
  Optional<LocalSnapshot<S, M>> restorable(SnapshotId id) {
    return initiations.isUndecided(id) ? Optional.empty() : recorder.find(id);
  }

  /** Keeps the part of this snapshot whatever comes, and no other one any more; null for none. */
  void pin(@Nullable SnapshotId id) {
    recorder.pin(id);
  }

  /** The undecided snapshots that this process takes part in, oldest first. */
  List<OpenSnapshot> open() {
    return machine.undecided().stream()
        .map(id -> new OpenSnapshot(id, machine.closedChannels(id), initiations.reported(id)))
        .toList();
  }

  private boolean isUnfinished(SnapshotId id) {
    RecordingState recording = machine.recording(id);
    return recording != null && !recording.failed() && !machine.isComplete(id);
  }

  private void expectDecision(SnapshotId id, long since) {
    if (!id.initiator().equals(config.name())) {
      givesUpAt.put(id, since + patience(LONGEST_TIMEOUT).toNanos());
    }
  }

  private void forget(SnapshotId id) {
    Set<SnapshotId> over = new TreeSet<>(machine.decided(id));
    over.add(id);
    over.forEach(each -> {
      givesUpAt.remove(each);
      persistence.decided(each, recorder.decided(each));
    });
  }

  /** The reports of others are assembled; those of this process go to the initiator. */
  private void passReportsOn() {
    while (!reports.isEmpty()) {
      Report<S, M> report = reports.removeFirst();
      if (report.id().initiator().equals(config.name())) {
        if (report.process().equals(config.name())) {
          wire.parts(report)
              .forEach(part -> persistence.reported(report.id(), config.name(), part));
        }
        Initiations.Decision<S, M> decision = initiations.report(report, now);
        if (decision != null) {
          publish(decision);
        }
      } else {
        Outbox outbox = links.peer(report.id().initiator()).outbox;
        for (ReportPart part : wire.parts(report)) {
          outbox.appendControl(number -> Wire.reportPart(number, part));
        }
      }
    }
  }

  // ---------------------------------------------------------------- effects

  @Override
  public void recordState(SnapshotId id) {
    S state = application.capture();
    recorder.begin(id, state);
    persistence.began(id, state);
    if (observations.areWanted()) {
      observations.tell(new Observed.StateRecorded<>(id, state));
    }
    expectDecision(id, now);
  }

  @Override
  public void sendMarker(int to, Marker marker) {
    Peer peer = links.peer(to);
    peer.outbox.appendControl(number -> Wire.marker(number, marker));
    if (observations.areWanted()) {
      String entry = observations.id(peer.outbox.last());
      observations.tell(new Observed.MarkerSent<>(peer.name, entry, marker.id()));
    }
  }

  @Override
  public void recordMessage(SnapshotId id, int from, M message) {
    String sender = config.topology().name(from);
    recorder.record(id, sender, message);
    persistence.recorded(id, sender, message);
    if (observations.areWanted()) {
      observations.wasInFlight(id);
    }
  }

  @Override
  public void deliver(int from, M message) {
    persistence.applicationChanged();
    deliver.accept(config.topology().name(from), message);
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    if (observations.areWanted()) {
      observations.follows(new Observed.ChannelClosed<>(config.topology().name(from), id));
    }
  }

  @Override
  public void complete(SnapshotId id) {
    givesUpAt.remove(id);
    LocalSnapshot<S, M> part = recorder.complete(id);
    reports.add(part);
    if (observations.areWanted()) {
      observations.follows(new Observed.PartComplete<>(id));
    }
    afterCommit.accept(() -> listener.recorded(part));
  }

  @Override
  public void fail(SnapshotId id, String reason) {
    String sentence = "%s gives up snapshot %s: %s".formatted(config.name(), id, reason);
    afterCommit.accept(() -> listener.warning(sentence));
    givesUpAt.remove(id);
    persistence.gaveUp(id);
    reports.add(new FailedReport<>(id, config.name(), reason));
    if (observations.areWanted()) {
      observations.follows(new Observed.GivenUp<>(id, reason));
    }
  }
}
