package cutline.simulation.bug;

import cutline.runtime.Batch;
import cutline.runtime.Store;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What leaves the process leaves before its cause is durable: that follows with the next commit.
 */
final class LateCommit extends StoreBug {

  private @Nullable Batch held;

  LateCommit(Store real) {
    super(real);
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    flush();
    held = batch;
  }

  private void flush() throws StoreException {
    Batch late = held;
    held = null;
    if (late != null) {
      real.commit(late);
    }
  }

  @Override
  public void scan(String prefix, BiConsumer<String, byte[]> visitor) throws StoreException {
    flush();
    real.scan(prefix, visitor);
  }
}
