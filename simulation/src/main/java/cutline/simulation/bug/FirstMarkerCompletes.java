package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.SnapshotId;
import cutline.simulation.Message;
import cutline.simulation.Mutation;
import java.util.HashSet;
import java.util.Set;

/** A process takes its part for complete when the first marker has come. */
final class FirstMarkerCompletes extends EffectsBug {

  private final Set<SnapshotId> complete = new HashSet<>();

  FirstMarkerCompletes(Mutation.Site site, Effects<Message> real) {
    super(site, real);
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Message message) {
    if (!complete.contains(id)) {
      real.recordMessage(id, from, message);
    }
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    real.closeChannel(id, from);
    complete(id);
  }

  @Override
  public void complete(SnapshotId id) {
    if (complete.add(id)) {
      real.complete(id);
    }
  }
}
