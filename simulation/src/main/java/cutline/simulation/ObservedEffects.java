package cutline.simulation;

import cutline.core.Effects;
import cutline.core.Marker;
import cutline.core.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * Tells the {@link Witness} and an {@link Observer} what a snapshot machine has done, and changes
 * nothing.
 */
record ObservedEffects(
    int process, Witness witness, Agenda agenda, @Nullable Observer observer, Effects<Message> real)
    implements Effects<Message> {

  private void tell(Happening what) {
    if (observer != null) {
      observer.happened(agenda.now(), what);
    }
  }

  @Override
  public void recordState(SnapshotId id) {
    real.recordState(id);
    tell(new Happening.Recorded(id, witness.current(process)));
  }

  @Override
  public void sendMarker(int to, Marker marker) {
    witness.markerSent(process, to, marker);
    real.sendMarker(to, marker);
    tell(new Happening.MarkerSent(marker.id(), process, to, marker.messagesBefore()));
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Message message) {
    real.recordMessage(id, from, message);
    tell(new Happening.InFlight(id, message));
  }

  @Override
  public void deliver(int from, Message message) {
    real.deliver(from, message);
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    real.closeChannel(id, from);
    tell(new Happening.ChannelClosed(id, from, process));
  }

  @Override
  public void complete(SnapshotId id) {
    real.complete(id);
    tell(new Happening.PartComplete(id, process));
  }

  @Override
  public void fail(SnapshotId id, String reason) {
    real.fail(id, reason);
  }
}
