package cutline.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a {@link Store} that belong together; a later one of a key takes an earlier one's
 * place.
 */
public final class Batch {

  private final List<String> deletedPrefixes = new ArrayList<>();
  private final Map<String, byte @Nullable []> changes = new LinkedHashMap<>();

  /** A batch that changes nothing yet. */
  public Batch() {}

  /** Sets a value. */
  public void put(String key, byte[] value) {
    changes.put(key, value);
  }

  /** Removes a value, if there is one. */
  public void delete(String key) {
    changes.put(key, null);
  }

  /** Removes all values whose keys begin with the prefix, those of this batch too. */
  public void deletePrefix(String prefix) {
    changes.keySet().removeIf(key -> key.startsWith(prefix));
    deletedPrefixes.add(prefix);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return changes.isEmpty() && deletedPrefixes.isEmpty();
  }

  /** The prefixes to remove first. */
  public List<String> deletedPrefixes() {
    return deletedPrefixes;
  }

  /** The changes by key, to make after that; null removes. */
  public Map<String, byte @Nullable []> changes() {
    return changes;
  }
}
