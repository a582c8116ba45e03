package cutline.simulation.scenario;

import cutline.core.Marker;
import cutline.core.RecordingState;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A process that makes a {@link Mistake}, around the machine that would not. */
final class MistakenProcess extends TickProcess {

  private final Mistake mistake;
  private final Map<SnapshotId, Long> cutAt = new HashMap<>();
  private final List<SnapshotId> belated = new ArrayList<>();

  MistakenProcess(TickWorld world, Topology topology, int self, long tokens, Mistake mistake) {
    super(world, topology, self, tokens);
    this.mistake = mistake;
  }

  @Override
  void send(int to, long amount) {
    super.send(to, amount);
    takeBelatedStates();
  }

  @Override
  void receive(int from, Tokens message) {
    if (mistake == Mistake.RECORDING_NOT_STOPPED) {
      for (SnapshotId id : machine.undecided()) {
        RecordingState recording = machine.recording(id);
        if (recording != null && recording.announced()[from] >= 0) {
          recordMessage(id, from, message);
        }
      }
    }
    super.receive(from, message);
  }

  @Override
  void markerArrived(int from, Marker marker) {
    RecordingState recording = machine.recording(marker.id());
    if (mistake == Mistake.MARKER_RECORDS_AGAIN && recording != null) {
      takeState(marker.id());
    }
    // Whatever has arrived is what the marker counts: nobody notices anything.
    super.markerArrived(
        from,
        new Marker(
            marker.id(),
            recording == null ? machine.receivedFrom(from) : recording.arrived()[from]));
  }

  @Override
  public void recordState(SnapshotId id) {
    cutAt.put(id, world.now());
    if (mistake == Mistake.STATE_RECORDED_LATE) {
      openPart(id);
      belated.add(id);
    } else {
      super.recordState(id);
    }
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Tokens message) {
    boolean missed =
        switch (mistake) {
          case CHANNELS_NOT_RECORDED -> true;
          case RECORDING_STARTS_LATE -> world.now() <= cutAt.getOrDefault(id, 0L) + 1;
          default -> false;
        };
    if (!missed) {
      super.recordMessage(id, from, message);
    }
  }

  @Override
  public void deliver(int from, Tokens message) {
    super.deliver(from, message);
    takeBelatedStates();
  }

  @Override
  public void complete(SnapshotId id) {
    if (belated.remove(id)) {
      takeState(id);
    }
    super.complete(id);
  }

  @Override
  void decided(SnapshotId id) {
    cutAt.remove(id);
    super.decided(id);
  }

  private void takeBelatedStates() {
    belated.forEach(this::takeState);
    belated.clear();
  }
}
