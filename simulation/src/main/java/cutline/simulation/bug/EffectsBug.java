package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.Marker;
import cutline.core.SnapshotId;
import cutline.simulation.Message;
import cutline.simulation.Mutation;

/** A bug in what a snapshot machine has done: what is not overridden is done. */
class EffectsBug implements Effects<Message> {

  final Mutation.Site site;
  final Effects<Message> real;

  EffectsBug(Mutation.Site site, Effects<Message> real) {
    this.site = site;
    this.real = real;
  }

  @Override
  public void recordState(SnapshotId id) {
    real.recordState(id);
  }

  @Override
  public void sendMarker(int to, Marker marker) {
    real.sendMarker(to, marker);
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Message message) {
    real.recordMessage(id, from, message);
  }

  @Override
  public void deliver(int from, Message message) {
    real.deliver(from, message);
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    real.closeChannel(id, from);
  }

  @Override
  public void complete(SnapshotId id) {
    real.complete(id);
  }

  @Override
  public void fail(SnapshotId id, String reason) {
    real.fail(id, reason);
  }
}
