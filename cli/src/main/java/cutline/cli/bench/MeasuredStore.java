package cutline.cli.bench;

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

  private final Store store;
  private final Set<String> copying = new HashSet<>();
  private volatile boolean isCopying;
  private volatile int haltAt = Integer.MAX_VALUE;

  /** Of keys and values, since the start. */
  long bytes;

  long commits;

  MeasuredStore(Store store) throws StoreException {
    this.store = store;
    store.scan(COPYING, (key, _) -> copying.add(key));
    isCopying = !copying.isEmpty();
  }

  /** Whether a copy is begun and not finished. */
  boolean isCopying() {
    return isCopying;
  }

  /** Ends the JVM as a kill would, as soon as all pages below this one are copied. */
  void haltAt(int page) {
    haltAt = page;
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    boolean halt = false;
    for (Map.Entry<String, byte[]> change : batch.changes().entrySet()) {
      String key = change.getKey();
      byte[] value = change.getValue();
      bytes += key.getBytes(StandardCharsets.UTF_8).length + (value == null ? 0 : value.length);
      if (key.startsWith(COPYING)) {
        boolean _ = value == null ? copying.remove(key) : copying.add(key);
        halt |= value != null && progress(value) >= haltAt;
      }
    }
    commits++;
    store.commit(batch);
    isCopying = !copying.isEmpty();
    if (halt) {
      Runtime.getRuntime().halt(137);
    }
  }

  private static int progress(byte[] value) {
    return Integer.parseInt(new String(value, StandardCharsets.US_ASCII));
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
