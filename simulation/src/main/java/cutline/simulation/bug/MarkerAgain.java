package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.SnapshotId;
import cutline.runtime.wire.Entry;
import cutline.simulation.Message;
import cutline.simulation.Mutation;
import java.util.HashMap;
import java.util.Map;

/** A marker that arrives a second time makes the process record its state a second time. */
final class MarkerAgain implements Mutation {

  private final Map<Integer, Effects<Message>> effects = new HashMap<>();

  @Override
  public Effects<Message> effects(Site site, Effects<Message> real) {
    effects.put(site.process(), real);
    return real;
  }

  @Override
  public byte[] arriving(Site site, int from, byte[] frame, boolean again) {
    Entry entry = Entries.of(frame);
    if (again && entry.hasMarker()) {
      var wired = entry.getMarker().getSnapshot();
      SnapshotId id =
          new SnapshotId(wired.getInitiator(), wired.getIncarnation(), wired.getNumber());
      site.post(() -> {
        Effects<Message> real = effects.get(site.process());
        if (real != null && site.undecided().contains(id)) {
          real.recordState(id);
        }
      });
    }
    return frame;
  }
}
