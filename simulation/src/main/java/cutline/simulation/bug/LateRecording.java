package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.SnapshotId;
import cutline.simulation.Message;
import cutline.simulation.Mutation;
import java.util.HashSet;
import java.util.Set;

/** Recording begins only when the markers have left: the first message behind the cut is missed. */
final class LateRecording extends EffectsBug {

  private final Set<SnapshotId> begun = new HashSet<>();

  LateRecording(Mutation.Site site, Effects<Message> real) {
    super(site, real);
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Message message) {
    if (!begun.add(id)) {
      real.recordMessage(id, from, message);
    }
  }
}
