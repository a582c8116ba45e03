package cutline.simulation.bug;

import cutline.runtime.Batch;
import cutline.runtime.Store;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A bug in what a process makes durable: what is not overridden is durable. */
class StoreBug implements Store {

  final Store real;

  StoreBug(Store real) {
    this.real = real;
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    Batch kept = new Batch();
    batch.deletedPrefixes().forEach(kept::deletePrefix);
    for (Map.Entry<String, byte @Nullable []> change : batch.changes().entrySet()) {
      byte[] value = change.getValue();
      if (!isKept(change.getKey(), value)) {
        continue;
      }
      if (value == null) {
        kept.delete(change.getKey());
      } else {
        kept.put(change.getKey(), value);
      }
    }
    real.commit(kept);
  }

  /** Whether a change is made; null deletes. */
  boolean isKept(String key, byte @Nullable [] value) {
    return true;
  }

  @Override
  public void scan(String prefix, BiConsumer<String, byte[]> visitor) throws StoreException {
    real.scan(prefix, visitor);
  }

  @Override
  public void close() {
    real.close();
  }
}
