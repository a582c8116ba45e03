package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.SnapshotId;
import cutline.simulation.Message;
import cutline.simulation.Mutation;

/** The naive snapshot: the states of the processes, and no channels. */
final class NothingRecorded extends EffectsBug {

  NothingRecorded(Mutation.Site site, Effects<Message> real) {
    super(site, real);
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Message message) {}
}
