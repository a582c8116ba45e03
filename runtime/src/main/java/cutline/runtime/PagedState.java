package cutline.runtime;

import cutline.core.SnapshotId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an application's {@link Pages} as they change, and copies them as they were at a cut. A
 * cut itself costs nothing: until all pages are copied, the first change of one after the cut has
 * its old content written in the same commit, and some others are copied at each step.
 */
final class PagedState {

  static final String PAGE = "page ";
  static final String COPIED = "copied ";
  static final String COPYING = "copying ";

  /** How many pages a step copies, for all snapshots together. */
  private static final int COPIED_AT_ONCE = 128;

  private final Pages pages;
  private final boolean copies;
  private final BitSet changed = new BitSet();

  /** The snapshots whose copies are not finished. */
  private final Map<SnapshotId, Copy> unfinished = new LinkedHashMap<>();

  private static final class Copy {
    final BitSet copied = new BitSet();

    /** All pages below are copied. */
    int next;
  }

  /**
   * @param copies whether snapshots get copies of the pages
   */
  PagedState(Pages pages, boolean copies) {
    this.pages = pages;
    this.copies = copies && pages.count() > 0;
  }

  /** A cut: from now on the pages are copied for this snapshot. */
  void begin(SnapshotId id, Batch batch) {
    if (copies) {
      Copy copy = new Copy();
      unfinished.put(id, copy);
      putProgress(id, copy, batch);
    }
  }

  void willChange(int page, Batch batch) {
    changed.set(page);
    unfinished.forEach((id, copy) -> copy(id, copy, page, batch));
  }

  private void copy(SnapshotId id, Copy copy, int page, Batch batch) {
    if (page >= copy.next && !copy.copied.get(page)) {
      copy.copied.set(page);
      batch.put(key(COPIED + id + " ", page), pages.read(page));
    }
  }

  /** Whether there are pages to copy. */
  boolean isCopying() {
    return !unfinished.isEmpty();
  }

  /** Whether all pages are copied as they were at the cut of a snapshot, or need not be. */
  boolean isCopied(SnapshotId id) {
    return (copies || pages.count() == 0) && !unfinished.containsKey(id);
  }

  /** Copies some pages, and writes those that have changed. */
  void addTo(Batch batch) {
    int budget = COPIED_AT_ONCE;
    for (Map.Entry<SnapshotId, Copy> entry : List.copyOf(unfinished.entrySet())) {
      Copy copy = entry.getValue();
      int end = Math.min(pages.count(), copy.next + budget);
      budget -= end - copy.next;
      for (int page = copy.next; page < end; page++) {
        copy(entry.getKey(), copy, page, batch);
      }
      copy.next = end;
      if (end == pages.count()) {
        unfinished.remove(entry.getKey());
        batch.delete(COPYING + entry.getKey());
      } else {
        putProgress(entry.getKey(), copy, batch);
      }
    }
    for (int page = changed.nextSetBit(0); page >= 0; page = changed.nextSetBit(page + 1)) {
      batch.put(key(PAGE, page), pages.read(page));
    }
    changed.clear();
  }

  private static void putProgress(SnapshotId id, Copy copy, Batch batch) {
    batch.put(COPYING + id, Integer.toString(copy.next).getBytes(StandardCharsets.US_ASCII));
  }

  /** The copy for a snapshot is not needed any more. */
  void drop(SnapshotId id, Batch batch) {
    if (copies) {
      unfinished.remove(id);
      batch.delete(COPYING + id);
      batch.deletePrefix(COPIED + id + " ");
    }
  }

  /** The snapshots whose copies are not finished. */
  List<SnapshotId> unfinished() {
    return List.copyOf(unfinished.keySet());
  }

  /** Has the pages be as they were at the cut of a snapshot. */
  static void restore(SnapshotId id, Store store, Batch batch) throws Store.StoreException {
    String prefix = COPIED + id + " ";
    store.scan(prefix, (key, content) -> batch.put(PAGE + key.substring(prefix.length()), content));
  }

  private static String key(String prefix, int page) {
    return prefix + "%09d".formatted(page);
  }

  // ---------------------------------------------------------- after a restart

  /** Reads the pages, and where copying stood. */
  void recover(Store store) throws Store.StoreException {
    List<String> wrong = new ArrayList<>();
    store.scan(
        PAGE,
        (key, content) -> {
          try {
            pages.write(Integer.parseInt(key.substring(PAGE.length())), content);
          } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            wrong.add("the value of '%s' is corrupt: %s".formatted(key, e.getMessage()));
          }
        });
    store.scan(
        COPYING,
        (key, progress) -> {
          Copy copy = new Copy();
          try {
            copy.next = Integer.parseInt(new String(progress, StandardCharsets.US_ASCII));
            unfinished.put(SnapshotId.parse(key.substring(COPYING.length())), copy);
          } catch (IllegalArgumentException e) {
            wrong.add("the value of '%s' is corrupt: %s".formatted(key, e.getMessage()));
          }
        });
    for (Map.Entry<SnapshotId, Copy> entry : unfinished.entrySet()) {
      String prefix = COPIED + entry.getKey() + " ";
      store.scan(
          prefix,
          (key, content) ->
              entry.getValue().copied.set(Integer.parseInt(key.substring(prefix.length()))));
    }
    if (!wrong.isEmpty()) {
      throw new Store.StoreException(wrong.getFirst());
    }
  }
}
