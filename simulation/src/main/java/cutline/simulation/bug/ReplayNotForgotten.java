package cutline.simulation.bug;

import cutline.runtime.Store;
import org.jspecify.annotations.Nullable;

/** What was in flight in a snapshot that was restored is delivered in every life from then on. */
final class ReplayNotForgotten extends StoreBug {

  ReplayNotForgotten(Store real) {
    super(real);
  }

  @Override
  boolean isKept(String key, byte @Nullable [] value) {
    return value != null || !key.equals("replay");
  }
}
