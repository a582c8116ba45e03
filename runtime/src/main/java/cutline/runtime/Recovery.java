package cutline.runtime;

import com.google.protobuf.ByteString;
import cutline.core.ChannelOrder;
import cutline.core.LocalSnapshot;
import cutline.core.RecordingState;
import cutline.core.Report;
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
import cutline.runtime.saved.SavedRestore;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link Persistence} has committed, and puts a process back to where it was: its state,
 * its channels and its part in every undecided snapshot.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
final class Recovery<S, M> {

  private final Store store;
  private final NodeConfig config;
  private final Topology topology;
  private final MessageCodec<S, M> codec;
  private final Wire<S, M> wire;
  private final PagedState pagedState;
  private final Map<SnapshotId, Integer> partChunks = new LinkedHashMap<>();
  private long sent;
  private SavedProcess process = SavedProcess.getDefaultInstance();
  private SavedObserved observed = SavedObserved.getDefaultInstance();

  Recovery(Store store, NodeConfig config, MessageCodec<S, M> codec, Pages pages)
      throws Store.StoreException {
    this.store = store;
    this.config = config;
    this.topology = config.topology();
    this.codec = codec;
    this.wire = new Wire<>(codec, topology);
    this.pagedState = new PagedState(pages, config.copiesPages());
    scan(
        Persistence.PROCESS,
        (key, value) -> process = Untrusted.parse(SavedProcess.parser(), value));
    scan(
        Persistence.OBSERVED,
        (key, value) -> observed = Untrusted.parse(SavedObserved.parser(), value));
    boolean isResumed = process.getIncarnation() > 0;
    if (isResumed
        && !(process.getSystem().equals(config.system())
            && process.getName().equals(config.name()))) {
      throw new Store.StoreException(
          "it holds the state of %s in the system %s, not of %s in %s"
              .formatted(process.getName(), process.getSystem(), config.name(), config.system()));
    }
    ChannelOrder stored = process.getNonFifo() ? ChannelOrder.NON_FIFO : ChannelOrder.FIFO;
    if (isResumed && stored != topology.order()) {
      throw new OtherOrderException(stored);
    }
  }

  /**
   * The persistence with which the process goes on, in its next life.
   *
   * @param isObserved whether somebody is told what it does
   */
  Persistence<S, M> persistence(boolean isObserved) {
    return new Persistence<>(
        store, config, codec, process, partChunks, pagedState, isObserved ? observed() : -1);
  }

  /** How much an observer was told; one more, as a gap, if there was a life that none has seen. */
  private long observed() {
    return observed.getCount() + (observed.getIncarnation() == process.getIncarnation() ? 0 : 1);
  }

  /** Whether the process had an earlier life, or an earlier era. */
  boolean isResumed() {
    return process.getIncarnation() > 0;
  }

  /** The snapshot that it has gone back to since somebody observed it last, or null. */
  @Nullable SnapshotId unobservedRestore() throws Store.StoreException {
    return process.getEra() == observed.getEra() ? null : restored();
  }

  /** The snapshot that it has gone back to last, or null. */
  @Nullable SnapshotId restored() throws Store.StoreException {
    try {
      return process.getEra() == 0 ? null : Wire.id(process.getRestored());
    } catch (MalformedException e) {
      throw new Store.StoreException("the snapshot that was restored is corrupt", e);
    }
  }

  void restore(Application<S, M> application) throws Store.StoreException {
    scan(Persistence.STATE, (key, value) -> application.restore(codec.decodeState(value)));
    pagedState.recover(store);
  }

  void restore(Links links, SnapshotMachine<M> machine, long now) throws Store.StoreException {
    machine.restoreLastNumber(process.getLastSnapshot());
    for (Peer peer : links.peers()) {
      sent = 0;
      scan(
          Persistence.PEER + peer.name,
          (key, value) -> {
            if (key.equals(Persistence.PEER + peer.name)) {
              restore(peer, Untrusted.parse(SavedPeer.parser(), value), machine);
            }
          });
      scan(
          Persistence.ENTRIES + peer.name + " ",
          (key, value) -> restore(peer.outbox, Untrusted.parse(SavedEntries.parser(), value), now));
      if (peer.outbox.last() != sent) {
        throw new Store.StoreException(
            "the log to %s ends at %d and should end at %d"
                .formatted(peer.name, peer.outbox.last(), sent));
      }
      peer.restored();
    }
    for (int initiator = 0; initiator < topology.size(); initiator++) {
      int index = initiator;
      String wanted = Persistence.DECISIONS + topology.name(initiator);
      scan(
          wanted,
          (key, value) -> {
            if (key.equals(wanted)) {
              SavedDecisions decisions = Untrusted.parse(SavedDecisions.parser(), value);
              machine.restoreDecided(index, decisions.getUpTo(), decisions.getAboveList());
            }
          });
    }
  }

  private void restore(Peer peer, SavedPeer saved, SnapshotMachine<M> machine)
      throws MalformedException {
    peer.received = Cursor.of(saved.getReceived(), saved.getReceivedAbove());
    if (peer.comesInOrder && peer.received.highest() != peer.received.upTo()) {
      throw new MalformedException(
          "the channel from %s was not FIFO, and is now".formatted(peer.name));
    }
    peer.receivedDigest = saved.getReceivedDigest();
    peer.outbox.restore(saved.getAcknowledged(), saved.getAcknowledgedDigest());
    sent = saved.getSent();
    if (saved.getIncarnation() > 0) {
      peer.incarnation = new Incarnation(saved.getIncarnation(), saved.getNonce());
    }
    machine.restoreCounts(peer.index, saved.getMessagesSent(), saved.getMessagesReceived());
  }

  private void restore(Outbox outbox, SavedEntries saved, long now) throws MalformedException {
    long first = -1;
    for (ByteString frame : saved.getFramesList()) {
      Frame parsed = Wire.parse(frame.toByteArray());
      Entry entry = parsed.getEntry();
      first = first < 0 ? entry.getNumber() : first;
      boolean control = entry.getContentCase() != Entry.ContentCase.MESSAGE;
      long due = control ? now : now + config.messageDelay().getAsLong();
      outbox.restoreEntry(entry.getNumber(), frame.toByteArray(), due, control);
    }
    outbox.restoreChunk(first, first + saved.getFramesCount() - 1);
  }

  void restore(SnapshotMachine<M> machine, Recorder<S, M> recorder) throws Store.StoreException {
    Map<SnapshotId, LocalSnapshot<S, M>> parts = parts(recorder);
    Set<SnapshotId> undecided = new LinkedHashSet<>();
    scan(
        Persistence.RECORDING,
        (key, value) -> {
          SnapshotId id = SnapshotId.parse(key.substring(Persistence.RECORDING.length()));
          undecided.add(id);
          machine.restoreRecording(recording(id, Untrusted.parse(SavedRecording.parser(), value)));
        });
    for (var part : parts.entrySet()) {
      recorder.restore(
          part.getValue(), undecided.contains(part.getKey()), machine.isComplete(part.getKey()));
    }
  }

  private Map<SnapshotId, LocalSnapshot<S, M>> parts(Recorder<S, M> recorder)
      throws Store.StoreException {
    Map<SnapshotId, LocalSnapshot<S, M>> parts = new TreeMap<>();
    scan(
        Persistence.PART,
        (key, value) -> {
          if (key.endsWith(" state")) {
            SnapshotId id = partId(key);
            partChunks.put(id, 0);
            parts.put(id, recorder.empty(id, codec.decodeState(value)));
          }
        });
    scan(
        Persistence.PART,
        (key, value) -> {
          LocalSnapshot<S, M> part = parts.get(partId(key));
          if (part != null && !key.endsWith(" state")) {
            partChunks.merge(part.id(), 1, Integer::sum);
            for (SavedMessage message :
                Untrusted.parse(SavedInFlight.parser(), value).getMessagesList()) {
              part.channels()
                  .computeIfAbsent(message.getFrom(), _ -> new ArrayList<>())
                  .add(codec.decodeMessage(message.getMessage().toByteArray()));
            }
          }
        });
    return parts;
  }

  private static SnapshotId partId(String key) {
    return SnapshotId.parse(key.substring(Persistence.PART.length(), key.lastIndexOf(' ')));
  }

  private static RecordingState recording(SnapshotId id, SavedRecording saved) {
    return new RecordingState(
        id,
        saved.getAnnouncedList().stream().mapToLong(Long::longValue).toArray(),
        saved.getArrivedList().stream().mapToLong(Long::longValue).toArray(),
        saved.getRecorded(),
        saved.getFailed());
  }

  void restore(Initiations<S, M> initiations, long now) throws Store.StoreException {
    // In the order of their ids, which is not that of the keys: the oldest is forgotten first.
    SortedMap<SnapshotId, SavedInitiation> all = new TreeMap<>();
    scan(
        Persistence.INITIATION,
        (key, value) -> {
          SavedInitiation saved = Untrusted.parse(SavedInitiation.parser(), value);
          all.put(Wire.id(saved.getSnapshot()), saved);
        });
    all.forEach((id, saved) ->
        initiations.begin(
            new Initiations.Waiting(
                id,
                saved.getRequest(),
                Duration.ofNanos(saved.getPatienceNanos()),
                Duration.ofNanos(saved.getWaitedNanos())),
            now));
    scan(
        Persistence.REPORT,
        (key, value) -> {
          SavedReport saved = Untrusted.parse(SavedReport.parser(), value);
          Report<S, M> report = initiations.join(saved.getProcess(), saved.getPart(), wire);
          if (report != null) {
            initiations.restore(report);
          }
        });
    for (var entry : all.entrySet()) {
      SavedInitiation saved = entry.getValue();
      if (!saved.hasDecision()) {
        continue;
      }
      try {
        initiations.restore(
            entry.getKey(),
            Wire.status(saved.getDecision().getStatus()),
            saved.getDecision().getReason(),
            Duration.ofNanos(saved.getTookNanos()));
      } catch (MalformedException e) {
        throw new Store.StoreException("the decision on " + entry.getKey() + " is corrupt", e);
      }
    }
  }

  /** The restore that this process is prepared for, or null. */
  Restores.@Nullable Attempt attempt() throws Store.StoreException {
    List<Restores.Attempt> found = new ArrayList<>();
    scan(
        Persistence.RESTORE,
        (key, value) -> found.add(Restores.of(Untrusted.parse(SavedRestore.parser(), value))));
    return found.isEmpty() ? null : found.getFirst();
  }

  /** A message that was in flight in the snapshot that was restored. */
  record Replayed<M>(String from, M message) {}

  /** What was in flight in the snapshot that was restored and is not delivered, in order. */
  List<Replayed<M>> replay() throws Store.StoreException {
    List<Replayed<M>> replay = new ArrayList<>();
    scan(
        Persistence.REPLAY,
        (key, value) -> {
          for (SavedMessage saved :
              Untrusted.parse(SavedInFlight.parser(), value).getMessagesList()) {
            replay.add(
                new Replayed<>(
                    saved.getFrom(), codec.decodeMessage(saved.getMessage().toByteArray())));
          }
        });
    return replay;
  }

  /** Takes over a value of the store. */
  interface Reader {
    void read(String key, byte[] value) throws MalformedException;
  }

  private void scan(String prefix, Reader reader) throws Store.StoreException {
    scan(store, prefix, reader);
  }

  /**
   * Visits all keys that begin with the prefix.
   *
   * @throws Store.StoreException if the reader cannot take a value over
   */
  static void scan(Store store, String prefix, Reader reader) throws Store.StoreException {
    try {
      store.scan(
          prefix,
          (key, value) -> {
            try {
              reader.read(key, value);
            } catch (MalformedException | IllegalArgumentException | IndexOutOfBoundsException e) {
              throw new Unreadable(key, e);
            }
          });
    } catch (Unreadable e) {
      throw new Store.StoreException(e.what, e);
    }
  }

  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final String what;

    Unreadable(String key, Throwable cause) {
      super(cause);
      this.what = "the value of '" + key + "' is corrupt: " + cause.getMessage();
    }
  }
}
