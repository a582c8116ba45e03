package cutline.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import cutline.runtime.Store;
import cutline.runtime.Store.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is in a store, in the order in which it is visited. */
final class Contents {

  private Contents() {}

  static Map<String, String> of(Store store, String prefix) throws StoreException {
    Map<String, String> contents = new LinkedHashMap<>();
    store.scan(prefix, (key, value) -> contents.put(key, new String(value, UTF_8)));
    return contents;
  }

  static Map<String, String> sorted(String... keysAndValues) {
    Map<String, String> contents = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      contents.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return contents;
  }
}
