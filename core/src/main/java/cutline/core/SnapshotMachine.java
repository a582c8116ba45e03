package cutline.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot algorithm of one process: events in, ordered {@link Effects} out. Every state
 * transition of the protocol stands in this file. It has no clock, no thread and does no I/O; one
 * event is handled at a time.
 *
 * <p>On FIFO channels this is Chandy and Lamport's algorithm (1985, section 3.2), on non-FIFO ones
 * Lai and Yang's (1987) with Mattern's counters (1993, section 6). One rule closes a channel in
 * both: all the messages that the sender counted before its cut have arrived.
 *
 * <p>Processes are meant by their number in the {@link Topology}. Application messages are counted;
 * markers are not, nor is anything else that the driver sends.
 *
 * @param <M> the application's messages, which the machine passes on and never looks at
 */
public final class SnapshotMachine<M> {

  private final Topology topology;
  private final int self;
  private final Limits limits;
  private final Effects<M> effects;
  private final int[] outgoing;
  private final int[] incoming;
  private final boolean[] fifoFrom;
  private final boolean[] fifoTo;

  private final long[] sent;
  private final long[] received;
  private final DecidedNumbers[] decided;
  private long lastNumber;
  private Recording[] recordings = {};

  /** The ids of {@link #recordings}, which a message on a non-FIFO channel carries. */
  private List<SnapshotId> recordedIds = List.of();

  /**
   * A machine that has seen nothing yet.
   *
   * @param self the number of this process in the topology
   */
  public SnapshotMachine(Topology topology, int self, Limits limits, Effects<M> effects) {
    this.topology = topology;
    this.self = self;
    this.limits = limits;
    this.effects = effects;
    this.outgoing = topology.outgoing(self);
    this.incoming = topology.incoming(self);
    this.sent = new long[topology.size()];
    this.received = new long[topology.size()];
    this.fifoFrom = new boolean[topology.size()];
    this.fifoTo = new boolean[topology.size()];
    this.decided = new DecidedNumbers[topology.size()];
    for (int process = 0; process < topology.size(); process++) {
      decided[process] = new DecidedNumbers(limits.undecidedSpan());
    }
    for (int from : incoming) {
      fifoFrom[from] = topology.order(from, self) == ChannelOrder.FIFO;
    }
    for (int to : outgoing) {
      fifoTo[to] = topology.order(self, to) == ChannelOrder.FIFO;
    }
  }

  // ---------------------------------------------------------------- events

  /**
   * This process wants a snapshot. It records itself as if a marker had come from nowhere, and
   * sends markers before anything else.
   *
   * @param incarnation which life of this process this is, for the id
   */
  public Initiation initiate(long incarnation) {
    if (recordings.length >= limits.snapshotsAtOnce()) {
      return new Initiation.Busy(
          "%s already records %d snapshots, the most it may"
              .formatted(topology.name(self), recordings.length));
    }
    if (!decided[self].isPlausible(lastNumber + 1)) {
      return new Initiation.Busy(
          "snapshot %d of %s is still undecided, and %d came after it, the most that may"
              .formatted(
                  decided[self].floor() + 1, topology.name(self), limits.undecidedSpan() - 1));
    }
    SnapshotId id = new SnapshotId(topology.name(self), incarnation, ++lastNumber);
    markerSendingRule(id);
    return new Initiation.Started(id);
  }

  /**
   * The application sends a message to {@code to}.
   *
   * @return the ids that the message must carry: those of the undecided snapshots that this process
   *     has recorded if the channel is not FIFO, else none
   */
  public List<SnapshotId> messageSent(int to) {
    sent[to]++;
    return fifoTo[to] ? List.of() : recordedIds;
  }

  /**
   * A message has arrived from {@code from}.
   *
   * @param carried what {@link #messageSent} gave its sender
   */
  public void messageArrived(int from, List<SnapshotId> carried, M message) {
    for (int i = 0; i < carried.size(); i++) {
      joinIfNew(carried.get(i));
    }
    for (Recording recording : recordings) {
      if (!recording.isFinal() && !recording.isClosed(from) && !carried.contains(recording.id())) {
        recordInFlight(recording, from, message);
      }
    }
    received[from]++;
    effects.deliver(from, message);
  }

  /**
   * A marker has arrived from {@code from}. One of a decided snapshot, a second one on the same
   * channel, or one that no member can have initiated changes nothing.
   */
  public void markerArrived(int from, Marker marker) {
    joinIfNew(marker.id());
    Recording recording = find(marker.id());
    if (recording != null) {
      markerReceivingRule(recording, from, marker);
    }
  }

  /**
   * This process cannot take part in a snapshot, for a reason in a sentence that only its driver
   * knows. A snapshot that it has heard of before stays as it is.
   */
  public void decline(SnapshotId id, String reason) {
    if (isNew(id)) {
      decided[topology.index(id.initiator())].add(id.number());
      effects.fail(id, reason);
    }
  }

  /**
   * The initiator has decided, whatever it decided: nothing of the snapshot is remembered.
   *
   * @return the snapshots that were recorded until now: this one, and any that somebody else had
   *     made up under the same number
   */
  public List<SnapshotId> decided(SnapshotId id) {
    int initiator = topology.index(id.initiator());
    if (initiator < 0) {
      return List.of();
    }
    decided[initiator].add(id.number());
    List<SnapshotId> over =
        recordedIds.stream().filter(recorded -> isNumbered(recorded, id)).toList();
    if (!over.isEmpty()) {
      List<Recording> others = new ArrayList<>(List.of(recordings));
      others.removeIf(recording -> isNumbered(recording.id(), id));
      setRecordings(others);
    }
    return over;
  }

  private static boolean isNumbered(SnapshotId id, SnapshotId like) {
    return id.number() == like.number() && id.initiator().equals(like.initiator());
  }

  // ----------------------------------------------------------------- rules

  /**
   * The first that this process hears of a snapshot makes it take part. At a bound it gives up its
   * part at once and for good: later, messages from after another process's cut may have been
   * delivered here, and no consistent cut is left to record.
   */
  private void joinIfNew(SnapshotId id) {
    if (!isNew(id)) {
      return;
    }
    String obstacle = obstacle(id);
    if (obstacle == null) {
      markerSendingRule(id);
    } else {
      decline(id, obstacle);
    }
  }

  /**
   * Record the own state, then send one marker on each outgoing channel before any further message
   * (Chandy and Lamport 1985, marker-sending rule). Recording of every incoming channel begins with
   * the cut, so nothing can slip in between.
   */
  private void markerSendingRule(SnapshotId id) {
    effects.recordState(id);
    Recording recording = new Recording(id, incoming, received);
    List<Recording> all = new ArrayList<>(List.of(recordings));
    all.add(recording);
    setRecordings(all);
    for (int to : outgoing) {
      effects.sendMarker(to, new Marker(id, sent[to]));
    }
    if (recording.isFinal()) {
      effects.complete(id);
    }
  }

  /**
   * The state of the channel is what arrived on it after the own cut and before the marker (Chandy
   * and Lamport 1985, marker-receiving rule); on a non-FIFO channel, until all the messages that
   * the marker counts have arrived (Mattern 1993).
   */
  private void markerReceivingRule(Recording recording, int from, Marker marker) {
    if (recording.isFinal() || recording.isAnnounced(from) || !topology.connects(from, self)) {
      return;
    }
    long arrived = recording.arrived(from);
    boolean brokenOrder =
        fifoFrom[from] ? marker.messagesBefore() != arrived : marker.messagesBefore() < arrived;
    if (brokenOrder) {
      fail(
          recording,
          "channel %s broke its promise (%s): %d messages from before the cut of %s in snapshot %s had arrived when its marker came, and the marker counts %d"
              .formatted(
                  channelFrom(from),
                  fifoFrom[from]
                      ? "FIFO"
                      : "every message carries its undecided snapshots; unless this one is decided",
                  arrived,
                  topology.name(from),
                  marker.id(),
                  marker.messagesBefore()));
      return;
    }
    recording.announce(from, marker.messagesBefore());
    closed(recording, from);
  }

  private void recordInFlight(Recording recording, int from, M message) {
    if (recording.recorded() >= limits.recordedMessages()) {
      fail(
          recording,
          "%s has recorded %d messages in flight for snapshot %s, the most it may; the last came on channel %s"
              .formatted(
                  topology.name(self), recording.recorded(), recording.id(), channelFrom(from)));
      return;
    }
    recording.record(from);
    effects.recordMessage(recording.id(), from, message);
    closed(recording, from);
  }

  private void closed(Recording recording, int from) {
    if (recording.isClosed(from)) {
      effects.closeChannel(recording.id(), from);
      if (recording.isFinal()) {
        effects.complete(recording.id());
      }
    }
  }

  private void fail(Recording recording, String reason) {
    recording.fail();
    effects.fail(recording.id(), reason);
  }

  private Channel channelFrom(int from) {
    return new Channel(topology.name(from), topology.name(self));
  }

  // ------------------------------------------------------------ what is known

  private boolean isNew(SnapshotId id) {
    int initiator = topology.index(id.initiator());
    return initiator >= 0
        && initiator != self
        && !decided[initiator].contains(id.number())
        && find(id) == null;
  }

  private @Nullable String obstacle(SnapshotId id) {
    if (recordings.length >= limits.snapshotsAtOnce()) {
      return "%s already records %d snapshots, the most it may"
          .formatted(topology.name(self), recordings.length);
    }
    if (!decided[topology.index(id.initiator())].isPlausible(id.number())) {
      return "snapshot %s lies %d or more above the oldest undecided one of %s"
          .formatted(id, limits.undecidedSpan(), id.initiator());
    }
    return null;
  }

  private @Nullable Recording find(SnapshotId id) {
    for (Recording recording : recordings) {
      if (recording.id().equals(id)) {
        return recording;
      }
    }
    return null;
  }

  private void setRecordings(List<Recording> all) {
    recordings = all.toArray(Recording[]::new);
    recordedIds = all.stream().map(Recording::id).toList();
  }

  // ------------------------------------------------- what the store must keep

  /** How many application messages this process has sent to {@code to}. */
  public long sentTo(int to) {
    return sent[to];
  }

  /** How many application messages have arrived from {@code from}. */
  public long receivedFrom(int from) {
    return received[from];
  }

  /** The number of the last snapshot that this process initiated, 0 if there was none. */
  public long lastNumber() {
    return lastNumber;
  }

  /** The undecided snapshots that this process takes part in, oldest first. */
  public List<SnapshotId> undecided() {
    return recordedIds;
  }

  /**
   * What is remembered of an undecided snapshot, or null if it is not one of {@link #undecided}.
   */
  public @Nullable RecordingState recording(SnapshotId id) {
    Recording recording = find(id);
    return recording == null ? null : recording.state();
  }

  /** How many of the incoming channels are closed in an undecided snapshot; 0 if it is not one. */
  public int closedChannels(SnapshotId id) {
    Recording recording = find(id);
    return recording == null ? 0 : incoming.length - recording.open();
  }

  /** Whether this process's part of an undecided snapshot is final and was not given up. */
  public boolean isComplete(SnapshotId id) {
    Recording recording = find(id);
    return recording != null && recording.isFinal() && !recording.isFailed();
  }

  /**
   * The number up to which all snapshots of {@code initiator} are decided, or given up here; if
   * this process is the initiator, decided.
   */
  public long decidedUpTo(int initiator) {
    return decided[initiator].floor();
  }

  /** The other such numbers of {@code initiator}, all above {@link #decidedUpTo}. */
  public SortedSet<Long> decidedAbove(int initiator) {
    return decided[initiator].above();
  }

  // ------------------------------------------------------- after a restart

  /** Puts back what was counted on the channels from and to {@code peer}. */
  public void restoreCounts(int peer, long sentTo, long receivedFrom) {
    sent[peer] = sentTo;
    received[peer] = receivedFrom;
  }

  /** Puts back the number of the last snapshot that this process initiated. */
  public void restoreLastNumber(long number) {
    lastNumber = number;
  }

  /** Puts back which snapshots of {@code initiator} are decided. */
  public void restoreDecided(int initiator, long upTo, Collection<Long> above) {
    decided[initiator].restore(upTo, above);
  }

  /** Puts back an undecided snapshot; the machine goes on recording where it stood. */
  public void restoreRecording(RecordingState state) {
    List<Recording> all = new ArrayList<>(List.of(recordings));
    all.add(new Recording(state, incoming));
    setRecordings(all);
  }
}
