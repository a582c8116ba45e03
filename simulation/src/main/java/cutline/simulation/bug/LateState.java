package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.SnapshotId;
import cutline.simulation.Message;
import cutline.simulation.Mutation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state is recorded behind the markers, when the next message has been delivered. */
final class LateState extends EffectsBug {

  /** What has been recorded as in flight since the cut, while the state is to be recorded again. */
  private final Map<SnapshotId, List<Runnable>> since = new LinkedHashMap<>();

  LateState(Mutation.Site site, Effects<Message> real) {
    super(site, real);
  }

  @Override
  public void recordState(SnapshotId id) {
    real.recordState(id);
    since.put(id, new ArrayList<>());
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Message message) {
    real.recordMessage(id, from, message);
    List<Runnable> recorded = since.get(id);
    if (recorded != null) {
      recorded.add(() -> real.recordMessage(id, from, message));
    }
  }

  @Override
  public void deliver(int from, Message message) {
    real.deliver(from, message);
    since.forEach((id, recorded) -> {
      real.recordState(id);
      recorded.forEach(Runnable::run);
    });
    since.clear();
  }

  @Override
  public void complete(SnapshotId id) {
    since.remove(id);
    real.complete(id);
  }
}
