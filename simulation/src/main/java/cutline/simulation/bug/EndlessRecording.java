package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.SnapshotId;
import cutline.simulation.Message;
import cutline.simulation.Mutation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The marker does not end the recording of its channel; only the last one ends all. */
final class EndlessRecording extends EffectsBug {

  /** Per snapshot that is recorded, the channels whose marker has come. */
  private final Map<SnapshotId, Set<Integer>> closed = new LinkedHashMap<>();

  EndlessRecording(Mutation.Site site, Effects<Message> real) {
    super(site, real);
  }

  @Override
  public void recordState(SnapshotId id) {
    closed.put(id, new LinkedHashSet<>());
    real.recordState(id);
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    Set<Integer> channels = closed.get(id);
    if (channels != null) {
      channels.add(from);
    }
    real.closeChannel(id, from);
  }

  @Override
  public void complete(SnapshotId id) {
    closed.remove(id);
    real.complete(id);
  }

  @Override
  public void deliver(int from, Message message) {
    closed.forEach((id, channels) -> {
      if (channels.contains(from) && site.undecided().contains(id)) {
        real.recordMessage(id, from, message);
      }
    });
    real.deliver(from, message);
  }
}
