package cutline.runtime;

import com.google.protobuf.UnsafeByteOperations;
import cutline.core.SnapshotId;
import cutline.runtime.saved.SavedPage;
import cutline.runtime.saved.SavedPages;
import java.nio.charset.StandardCharsets;
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
  private static final int DIGITS = 9;

  /**
   * How many pages a step copies, for all snapshots together. What a step writes must reach the
   * disk before anything leaves the process, and little is there sooner.
   */
  private static final int COPIED_AT_ONCE = 8;

  private final Pages pages;
  private final boolean copies;
  private final BitSet changed = new BitSet();

  /** The snapshots whose copies are not finished. */
  private final Map<SnapshotId, Copy> unfinished = new LinkedHashMap<>();

  private static final class Copy {
    final BitSet copied = new BitSet();

    /** All pages below are copied. */
    int next;

    /** How many commits have copied something. */
    int commits;

    /** What this step copies: one value, since many small ones cost much more. */
    SavedPages.Builder pages = SavedPages.newBuilder();

    void add(int page, byte[] content) {
      copied.set(page);
      pages.addPages(
          SavedPage.newBuilder()
              .setPage(page)
              .setContent(UnsafeByteOperations.unsafeWrap(content)));
    }
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

  void willChange(int page) {
    changed.set(page);
    for (Copy copy : unfinished.values()) {
      copy(copy, page);
    }
  }

  private void copy(Copy copy, int page) {
    if (page >= copy.next && !copy.copied.get(page)) {
      copy.add(page, pages.read(page));
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
        copy(copy, page);
      }
      copy.next = end;
      if (copy.pages.getPagesCount() > 0) {
        batch.put(
            key(COPIED + entry.getKey() + " ", copy.commits++), copy.pages.build().toByteArray());
        copy.pages = SavedPages.newBuilder();
      }
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
    Recovery.scan(
        store,
        COPIED + id + " ",
        (_, value) -> {
          for (SavedPage page : Untrusted.parse(SavedPages.parser(), value).getPagesList()) {
            batch.put(key(PAGE, page.getPage()), page.getContent().toByteArray());
          }
        });
  }

  private static String key(String prefix, int number) {
    String digits = Integer.toString(number);
    return prefix + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
  }

  // ---------------------------------------------------------- after a restart

  /** Reads the pages, and where copying stood. */
  void recover(Store store) throws Store.StoreException {
    Recovery.scan(
        store,
        PAGE,
        (key, content) -> pages.write(Integer.parseInt(key.substring(PAGE.length())), content));
    Recovery.scan(
        store,
        COPYING,
        (key, progress) -> {
          Copy copy = new Copy();
          copy.next = Integer.parseInt(new String(progress, StandardCharsets.US_ASCII));
          unfinished.put(SnapshotId.parse(key.substring(COPYING.length())), copy);
        });
    for (Map.Entry<SnapshotId, Copy> entry : unfinished.entrySet()) {
      Copy copy = entry.getValue();
      Recovery.scan(
          store,
          COPIED + entry.getKey() + " ",
          (_, value) -> {
            copy.commits++;
            for (SavedPage page : Untrusted.parse(SavedPages.parser(), value).getPagesList()) {
              copy.copied.set(page.getPage());
            }
          });
    }
  }
}
