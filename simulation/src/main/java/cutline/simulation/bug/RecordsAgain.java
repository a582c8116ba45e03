package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.SnapshotId;
import cutline.simulation.Message;
import cutline.simulation.Mutation;

/** Every marker makes the process record its state, not the first one only. */
final class RecordsAgain extends EffectsBug {

  RecordsAgain(Mutation.Site site, Effects<Message> real) {
    super(site, real);
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    real.recordState(id);
    real.closeChannel(id, from);
  }
}
