package cutline.simulation.bug;

import cutline.runtime.Store;
import org.jspecify.annotations.Nullable;

/** What was recorded as in flight is kept in memory only. */
final class RecordingNotDurable extends StoreBug {

  RecordingNotDurable(Store real) {
    super(real);
  }

  @Override
  boolean isKept(String key, byte @Nullable [] value) {
    return value == null || !key.startsWith("part ") || key.endsWith(" state");
  }
}
