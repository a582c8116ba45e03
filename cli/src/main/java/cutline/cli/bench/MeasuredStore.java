package cutline.cli.bench;

import cutline.runtime.Batch;
import cutline.runtime.Store;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A store that looks at what is committed: how much it is, what of it is for snapshots, and how far
 * the copying of accounts for them has come. The keys are those of the runtime's {@code
 * Persistence}.
 */
final class MeasuredStore implements Store {

  private static final String COPYING = "copying ";

  private static final String PART = "part ";
  private static final String STATE = " state";

  /** With one of these begin the keys of whatever a process does for a snapshot. */
  private static final List<String> OF_SNAPSHOTS =
      List.of(PART, COPYING, "copied ", "recording ", "report ", "initiation ", "decisions ");

  private final Store store;
  private final Set<String> copying = new HashSet<>();
  private volatile boolean isCopying;
  private volatile int haltAt = Integer.MAX_VALUE;

  /** Of keys and values, since the start. */
  long bytes;

  long commits;

  /** The same of messages in flight that were recorded. */
  long recordedBytes;

  /** How many commits have changed something for a snapshot. */
  long commitsForSnapshots;

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
    boolean forSnapshot = false;
    for (Map.Entry<String, byte[]> change : batch.changes().entrySet()) {
      String key = change.getKey();
      byte[] value = change.getValue();
      int size = key.getBytes(StandardCharsets.UTF_8).length + (value == null ? 0 : value.length);
      bytes += size;
      forSnapshot |= isOfSnapshot(key);
      if (key.startsWith(PART) && !key.endsWith(STATE)) {
        recordedBytes += size;
      }
      if (key.startsWith(COPYING)) {
        boolean _ = value == null ? copying.remove(key) : copying.add(key);
        halt |= value != null && progress(value) >= haltAt;
      }
    }
    commits++;
    commitsForSnapshots += forSnapshot ? 1 : 0;
    store.commit(batch);
    isCopying = !copying.isEmpty();
    if (halt) {
      Runtime.getRuntime().halt(137);
    }
  }

  private static boolean isOfSnapshot(String key) {
    for (String prefix : OF_SNAPSHOTS) {
      if (key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
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
