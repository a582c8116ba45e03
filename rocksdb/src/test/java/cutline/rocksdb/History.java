package cutline.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import cutline.runtime.Batch;
import cutline.runtime.MemoryStore;
import cutline.runtime.Store;
import cutline.runtime.Store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Batches that were committed to a store one after the other, and what it held after each. */
final class History {

  private final List<Map<String, String>> states = new ArrayList<>();
  private final MemoryStore model = new MemoryStore();

  /** Whose it is; it shows in all values. */
  private final String owner;

  History() {
    this("e");
  }

  History(String owner) {
    this.owner = owner;
    states.add(Map.of());
  }

  /** Commits a batch that touches several keys, so that a half of it would show. */
  void commit(Store store, int padding) throws StoreException {
    int number = states.size();
    Batch batch = new Batch();
    if (number % 4 == 0) {
      batch.deletePrefix("part " + number / 8 + " ");
    }
    batch.put("last", ("" + number).getBytes(UTF_8));
    batch.put("entry " + number, (owner + number + "x".repeat(padding)).getBytes(UTF_8));
    batch.put("part " + number / 4 + " " + number, ("p" + owner + number).getBytes(UTF_8));
    batch.delete("entry " + number / 2);
    store.commit(batch);
    model.commit(batch);
    states.add(Contents.of(model, ""));
  }

  Map<String, String> now() {
    return states.getLast();
  }

  /** How many batches were committed. */
  int size() {
    return states.size() - 1;
  }

  /** What it held after so many batches. */
  Map<String, String> after(int batches) {
    return states.get(batches);
  }

  Map<String, String> beforeLast() {
    return states.get(states.size() - 2);
  }
}
