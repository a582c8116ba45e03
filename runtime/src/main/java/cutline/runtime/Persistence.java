package cutline.runtime;

import com.google.protobuf.UnsafeByteOperations;
import cutline.core.ChannelOrder;
import cutline.core.LocalSnapshot;
import cutline.core.RecordingState;
import cutline.core.SnapshotId;
import cutline.core.SnapshotMachine;
import cutline.core.Topology;
import cutline.runtime.saved.SavedDecisions;
import cutline.runtime.saved.SavedEntries;
import cutline.runtime.saved.SavedInFlight;
import cutline.runtime.saved.SavedInitiation;
import cutline.runtime.saved.SavedMessage;
import cutline.runtime.saved.SavedObserved;
import cutline.runtime.saved.SavedPeer;
import cutline.runtime.saved.SavedProcess;
import cutline.runtime.saved.SavedRecording;
import cutline.runtime.saved.SavedReport;
import cutline.runtime.wire.ReportPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a step changes and commits it as one batch. {@link Recovery} reads it again.
 *
 * <p>Keys: {@code process}, {@code state}, {@code peer NAME}, {@code entries NAME FIRST} (what one
 * commit appended to an outbox, until it is acknowledged), {@code recording ID} (until the
 * decision), {@code part ID state} and {@code part ID N} (this process's part, N counting the
 * commits that added messages in flight), {@code page N}, {@code copied ID N}, {@code copying ID}
 * ({@link PagedState}), {@code decisions NAME}, {@code initiation ID}, {@code report ID NAME PART},
 * {@code restore} (while one is not decided), {@code replay} (what was in flight in the snapshot
 * that was restored, until it is delivered), {@code observed} (how much of what the process did was
 * told to an observer), {@code kept KEY} (for the program around the process).
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
final class Persistence<S, M> {

  static final String PROCESS = "process";
  static final String STATE = "state";
  static final String PEER = "peer ";
  static final String ENTRIES = "entries ";
  static final String RECORDING = "recording ";
  static final String PART = "part ";
  static final String DECISIONS = "decisions ";
  static final String INITIATION = "initiation ";
  static final String REPORT = "report ";
  static final String RESTORE = "restore";
  static final String REPLAY = "replay";
  static final String OBSERVED = "observed";
  static final String KEPT = "kept ";

  private static final int REQUESTS_KEPT = 16;

  private final Store store;
  private final NodeConfig config;
  private final Topology topology;
  private final MessageCodec<S, M> codec;
  private final long incarnation;
  private final SavedProcess before;

  /** How many things the process has done that an observer is told; -1 without one. */
  private long observed;

  private boolean observedChanged = true;
  private boolean processChanged = true;
  private boolean applicationChanged = true;
  private final Set<SnapshotId> changedRecordings = new LinkedHashSet<>();
  private final Map<SnapshotId, SavedInFlight.Builder> inFlight = new LinkedHashMap<>();
  private final Set<Integer> changedDecisions = new LinkedHashSet<>();

  /** Per part that is kept, how many commits have added messages in flight to it. */
  private final Map<SnapshotId, Integer> partChunks;

  private final PagedState pagedState;

  /** What was put or deleted in this step and needs no look at the machine. */
  private Batch batch = new Batch();

  Persistence(
      Store store,
      NodeConfig config,
      MessageCodec<S, M> codec,
      SavedProcess before,
      Map<SnapshotId, Integer> partChunks,
      PagedState pagedState,
      long observed) {
    this.store = store;
    this.config = config;
    this.topology = config.topology();
    this.codec = codec;
    this.before = before;
    this.incarnation = before.getIncarnation() + 1;
    this.partChunks = partChunks;
    this.pagedState = pagedState;
    this.observed = observed;
  }

  /** Which life of the process this is. */
  long incarnation() {
    return incarnation;
  }

  /** How many restores there have been. */
  long era() {
    return before.getEra();
  }

  /** The attempt that began the era, empty in the first one. */
  String eraAttempt() {
    return before.getEraAttempt();
  }

  /** Whether this request has led to one of the last restores that this process coordinated. */
  boolean hasRestored(String request) {
    return before.getRestoreRequestsList().contains(request);
  }

  // ------------------------------------------------------------- what changes

  /** The process has done something that an observer is told; gives the number of that. */
  long observed() {
    observedChanged = true;
    return ++observed;
  }

  void applicationChanged() {
    applicationChanged = true;
  }

  void began(SnapshotId id, S state) {
    batch.put(PART + id + " state", codec.encodeState(state));
    partChunks.put(id, 0);
    changedRecordings.add(id);
    pagedState.begin(id, batch);
  }

  void recorded(SnapshotId id, String from, M message) {
    inFlight.computeIfAbsent(id, _ -> SavedInFlight.newBuilder()).addMessages(saved(from, message));
    changedRecordings.add(id);
  }

  /** A marker has come, or the last message that it announced. */
  void recordingChanged(SnapshotId id) {
    changedRecordings.add(id);
  }

  /** This process cannot give its part. */
  void gaveUp(SnapshotId id) {
    changedRecordings.add(id);
    changedDecisions.add(topology.index(id.initiator()));
  }

  /** The initiator has decided, and of the snapshots {@code dropped} no part is kept any more. */
  void decided(SnapshotId id, List<SnapshotId> dropped) {
    changedRecordings.add(id);
    changedDecisions.add(topology.index(id.initiator()));
    for (SnapshotId part : dropped) {
      inFlight.remove(part);
      partChunks.remove(part);
      batch.deletePrefix(PART + part + " ");
      pagedState.drop(part, batch);
    }
  }

  /** A page of the application's state is about to change. */
  void willChange(int page) {
    pagedState.willChange(page);
  }

  /** Whether there is something to do that nobody has asked for: pages to copy. */
  boolean isCopying() {
    return pagedState.isCopying();
  }

  /** Whether all pages are copied as they were at the cut of a snapshot. */
  boolean isCopied(SnapshotId id) {
    return pagedState.isCopied(id);
  }

  void initiated(Initiations.Waiting snapshot) {
    processChanged = true;
    waits(snapshot);
  }

  /** How long an undecided snapshot of this process has waited. */
  void waits(Initiations.Waiting snapshot) {
    batch.put(
        INITIATION + snapshot.id(),
        SavedInitiation.newBuilder()
            .setSnapshot(Wire.id(snapshot.id()))
            .setRequest(snapshot.request())
            .setPatienceNanos(snapshot.patience().toNanos())
            .setWaitedNanos(snapshot.waited().toNanos())
            .build()
            .toByteArray());
  }

  /** A part of a report on a snapshot that this process has initiated. */
  void reported(SnapshotId id, String process, ReportPart part) {
    batch.put(
        REPORT + id + " " + process + " " + part.getPart(),
        SavedReport.newBuilder().setProcess(process).setPart(part).build().toByteArray());
  }

  void published(Initiations.Decision<S, M> decision) {
    batch.put(
        INITIATION + decision.id(),
        SavedInitiation.newBuilder()
            .setSnapshot(Wire.id(decision.id()))
            .setRequest(decision.request())
            .setDecision(Wire.decision(decision.id(), decision.decided().snapshot()))
            .setTookNanos(decision.decided().took().toNanos())
            .build()
            .toByteArray());
  }

  /** The process no longer remembers this snapshot that it had initiated and decided. */
  void initiationDropped(SnapshotId id) {
    batch.delete(INITIATION + id);
    batch.deletePrefix(REPORT + id + " ");
  }

  void keep(String key, byte[] value) {
    batch.put(KEPT + key, value);
  }

  /** What this process is prepared for, null for nothing any more. */
  void prepared(Restores.@Nullable Attempt attempt) {
    if (attempt == null) {
      batch.delete(RESTORE);
    } else {
      batch.put(RESTORE, Restores.saved(attempt).toByteArray());
    }
  }

  /** What was in flight in the snapshot that was restored is delivered. */
  void replayed() {
    batch.delete(REPLAY);
    applicationChanged = true;
  }

  /** Whether there is more to commit than who has said what about snapshots. */
  boolean mustCommit() {
    return applicationChanged || pagedState.isCopying();
  }

  // ------------------------------------------------------------------ commit

  void commit(Application<S, M> application, SnapshotMachine<M> machine, List<Peer> peers)
      throws Store.StoreException {
    if (applicationChanged) {
      batch.put(STATE, codec.encodeState(application.capture()));
    }
    if (processChanged) {
      batch.put(
          PROCESS,
          before.toBuilder()
              .setIncarnation(incarnation)
              .setLastSnapshot(machine.lastNumber())
              .setSystem(config.system())
              .setName(config.name())
              .setNonFifo(topology.order() == ChannelOrder.NON_FIFO)
              .build()
              .toByteArray());
    }
    if (observedChanged && observed >= 0) {
      batch.put(
          OBSERVED,
          SavedObserved.newBuilder()
              .setIncarnation(incarnation)
              .setEra(before.getEra())
              .setCount(observed)
              .build()
              .toByteArray());
    }
    for (Peer peer : peers) {
      if (peer.isChanged()) {
        put(peer, machine);
      }
    }
    changedRecordings.forEach(id -> put(id, machine));
    inFlight.forEach((id, messages) ->
        batch.put(
            partKey(id, partChunks.merge(id, 1, Integer::sum) - 1),
            messages.build().toByteArray()));
    changedDecisions.forEach(initiator -> put(initiator, machine));
    pagedState.addTo(batch);
    if (batch.isEmpty()) {
      return;
    }
    peers.forEach(peer -> truncate(peer, machine));
    store.commit(batch);
    batch = new Batch();
    applicationChanged = false;
    processChanged = false;
    observedChanged = false;
    changedRecordings.clear();
    inFlight.clear();
    changedDecisions.clear();
    peers.forEach(Peer::committed);
  }

  /**
   * Begins a new era in which the process is as in its part of a snapshot, and all logs are empty.
   * What has not been committed is forgotten; the process goes on by reading the store.
   */
  void beginEra(
      Restores.Attempt attempt,
      String request,
      LocalSnapshot<S, M> part,
      SnapshotMachine<M> machine,
      List<Peer> peers)
      throws Store.StoreException {
    Batch era = new Batch();
    for (String prefix : List.of(PEER, ENTRIES, RECORDING, DECISIONS)) {
      era.deletePrefix(prefix);
    }
    // Neither what nobody will decide is kept, nor what cannot be copied any more.
    Set<SnapshotId> lost = new LinkedHashSet<>(machine.undecided());
    lost.removeIf(machine::isComplete);
    lost.addAll(pagedState.unfinished());
    lost.forEach(id -> {
      era.deletePrefix(PART + id + " ");
      pagedState.drop(id, era);
    });
    era.delete(RESTORE);
    era.put(STATE, codec.encodeState(part.state()));
    PagedState.restore(attempt.snapshot(), store, era);
    SavedInFlight.Builder replay = SavedInFlight.newBuilder();
    part.channels()
        .forEach((from, messages) ->
            messages.forEach(message -> replay.addMessages(saved(from, message))));
    if (replay.getMessagesCount() > 0) {
      era.put(REPLAY, replay.build().toByteArray());
    }
    for (Peer peer : peers) {
      Incarnation known = peer.incarnation;
      if (known != null) {
        era.put(
            PEER + peer.name,
            SavedPeer.newBuilder()
                .setIncarnation(known.counter())
                .setNonce(known.nonce())
                .build()
                .toByteArray());
      }
    }
    era.put(
        PROCESS,
        SavedProcess.newBuilder()
            .setIncarnation(incarnation)
            .setSystem(config.system())
            .setName(config.name())
            .setNonFifo(topology.order() == ChannelOrder.NON_FIFO)
            .setEra(attempt.era())
            .setEraAttempt(attempt.id())
            .setRestored(Wire.id(attempt.snapshot()))
            .addAllRestoreRequests(lastRequests(request))
            .build()
            .toByteArray());
    store.commit(era);
  }

  private List<String> lastRequests(String latest) {
    List<String> requests = new ArrayList<>(before.getRestoreRequestsList());
    if (!latest.isEmpty()) {
      requests.add(latest);
    }
    return requests.subList(Math.max(0, requests.size() - REQUESTS_KEPT), requests.size());
  }

  private SavedMessage saved(String from, M message) {
    return SavedMessage.newBuilder()
        .setFrom(from)
        .setMessage(UnsafeByteOperations.unsafeWrap(codec.encodeMessage(message)))
        .build();
  }

  /** What is acknowledged goes, together with the knowledge that it is. */
  private void truncate(Peer peer, SnapshotMachine<M> machine) {
    if (peer.outbox.hasAcknowledgedChunk()) {
      peer.outbox.takeAcknowledgedChunks(first -> batch.delete(entriesKey(peer, first)));
      put(peer, machine);
    }
  }

  private void put(Peer peer, SnapshotMachine<M> machine) {
    Outbox outbox = peer.outbox;
    SavedPeer.Builder saved =
        SavedPeer.newBuilder()
            .setReceived(peer.received.upTo())
            .setReceivedAbove(peer.received.above())
            .setReceivedDigest(peer.receivedDigest)
            .setAcknowledgedDigest(outbox.acknowledgedDigest())
            .setSent(outbox.last())
            .setAcknowledged(outbox.acknowledged())
            .setMessagesSent(machine.sentTo(peer.index))
            .setMessagesReceived(machine.receivedFrom(peer.index));
    Incarnation known = peer.incarnation;
    if (known != null) {
      saved.setIncarnation(known.counter()).setNonce(known.nonce());
    }
    batch.put(PEER + peer.name, saved.build().toByteArray());
    if (outbox.committed() < outbox.last()) {
      SavedEntries.Builder entries = SavedEntries.newBuilder();
      for (long number = outbox.committed() + 1; number <= outbox.last(); number++) {
        entries.addFrames(UnsafeByteOperations.unsafeWrap(outbox.frame(number)));
      }
      batch.put(entriesKey(peer, outbox.committed() + 1), entries.build().toByteArray());
    }
  }

  private void put(SnapshotId id, SnapshotMachine<M> machine) {
    RecordingState state = machine.recording(id);
    if (state == null) {
      batch.delete(RECORDING + id);
      return;
    }
    SavedRecording.Builder saved =
        SavedRecording.newBuilder().setRecorded(state.recorded()).setFailed(state.failed());
    for (int from = 0; from < topology.size(); from++) {
      saved.addAnnounced(state.announced()[from]).addArrived(state.arrived()[from]);
    }
    batch.put(RECORDING + id, saved.build().toByteArray());
  }

  private void put(int initiator, SnapshotMachine<M> machine) {
    batch.put(
        DECISIONS + topology.name(initiator),
        SavedDecisions.newBuilder()
            .setUpTo(machine.decidedUpTo(initiator))
            .addAllAbove(machine.decidedAbove(initiator))
            .build()
            .toByteArray());
  }

  private static String entriesKey(Peer peer, long first) {
    return ENTRIES + peer.name + " " + padded(first, 19);
  }

  private static String partKey(SnapshotId id, int chunk) {
    return PART + id + " " + padded(chunk, 9);
  }

  /** So that keys are in the order of their numbers. */
  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(digits - text.length()) + text;
  }
}
