package cutline.simulation.bug;

import cutline.runtime.Store;
import org.jspecify.annotations.Nullable;

/** What was acknowledged is never removed from the store. */
final class NeverTruncated extends StoreBug {

  NeverTruncated(Store real) {
    super(real);
  }

  @Override
  boolean isKept(String key, byte @Nullable [] value) {
    return value != null || !key.startsWith("entries ");
  }
}
