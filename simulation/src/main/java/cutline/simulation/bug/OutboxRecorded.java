package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.SnapshotId;
import cutline.simulation.Message;
import cutline.simulation.Mutation;

/** What a sender holds for a process at that one's cut is taken for the state of the channel. */
final class OutboxRecorded extends EffectsBug {

  OutboxRecorded(Mutation.Site site, Effects<Message> real) {
    super(site, real);
  }

  @Override
  public void recordState(SnapshotId id) {
    real.recordState(id);
    for (int from = 0; from < site.processes(); from++) {
      if (from != site.process()) {
        for (Message message : site.outboxOf(from)) {
          real.recordMessage(id, from, message);
        }
      }
    }
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Message message) {}
}
