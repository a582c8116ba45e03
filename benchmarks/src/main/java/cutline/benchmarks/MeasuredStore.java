package cutline.benchmarks;

import cutline.runtime.Batch;
import cutline.runtime.Store;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A store that looks at what is committed: how much it is, and how far the copying of accounts for
 * snapshots has come. The keys are those of the runtime's {@code Persistence}.
 */
final class MeasuredStore implements Store {

  private static final String COPYING = "copying ";
  private static final String COPIED = "copied ";

  private final Store store;
  private final Set<String> copying = new HashSet<>();
  private volatile boolean isCopying;
  private volatile long haltAfter = Long.MAX_VALUE;

  /** Of keys and values, since the start. */
  long bytes;

  long commits;

  /** How many pages were copied since the start. */
  long copied;

  MeasuredStore(Store store) throws StoreException {
    this.store = store;
    store.scan(COPYING, (key, _) -> copying.add(key));
    isCopying = !copying.isEmpty();
  }

  /** Whether a copy is begun and not finished. */
  boolean isCopying() {
    return isCopying;
  }

  /** Ends the JVM as a kill would, as soon as so many more pages are copied. */
  void haltAfterCopying(long pages) {
    haltAfter = copied + pages;
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    for (Map.Entry<String, byte[]> change : batch.changes().entrySet()) {
      String key = change.getKey();
      byte[] value = change.getValue();
      bytes += key.getBytes(StandardCharsets.UTF_8).length + (value == null ? 0 : value.length);
      if (key.startsWith(COPIED)) {
        copied++;
      } else if (key.startsWith(COPYING)) {
        boolean _ = value == null ? copying.remove(key) : copying.add(key);
      }
    }
    commits++;
    store.commit(batch);
    isCopying = !copying.isEmpty();
    if (copied >= haltAfter) {
      Runtime.getRuntime().halt(137);
    }
  }

  @Override
  public void scan(String prefix, BiConsumer<String, byte[]> visitor) throws StoreException {
    store.scan(prefix, visitor);
  }

  @Override
  public void close() {
    store.close();
  }
}
