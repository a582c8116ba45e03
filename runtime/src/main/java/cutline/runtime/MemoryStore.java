package cutline.runtime;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A store that lives as long as this object, for throw-away runs and tests. */
public final class MemoryStore implements Store {

  private final TreeMap<String, byte[]> values = new TreeMap<>();

  /** An empty store. */
  public MemoryStore() {}

  @Override
  public void commit(Batch batch) {
    for (String prefix : batch.deletedPrefixes()) {
      values.subMap(prefix, prefix + Character.MAX_VALUE).clear();
    }
    for (var change : batch.changes().entrySet()) {
      byte[] value = change.getValue();
      if (value == null) {
        values.remove(change.getKey());
      } else {
        values.put(change.getKey(), value);
      }
    }
  }

  @Override
  public void scan(String prefix, BiConsumer<String, byte[]> visitor) {
    for (Map.Entry<String, byte[]> entry : values.tailMap(prefix, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        return;
      }
      visitor.accept(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void close() {}
}
