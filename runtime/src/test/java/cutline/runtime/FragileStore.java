package cutline.runtime;

import java.util.function.BiConsumer;

/** A store that outlives its process, and can take the process with it at a commit. */
final class FragileStore implements Store {

  /** The process dies here, without another word. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final MemoryStore durable = new MemoryStore();
  private int crashBefore;
  private int crashAfter;
  private int failAt;
  private int commits;
  private Runnable onCommit = () -> {};

  /** Dies before this commit, counted from 1, has changed anything. */
  void crashBefore(int commit) {
    crashBefore = commit;
  }

  /** Dies when this commit has become durable, and nobody knows that it has. */
  void crashAfter(int commit) {
    crashAfter = commit;
  }

  /** Refuses this commit. */
  void failAt(int commit) {
    failAt = commit;
  }

  /** Looks around whenever a commit is about to happen. */
  void onCommit(Runnable action) {
    onCommit = action;
  }

  int commits() {
    return commits;
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    commits++;
    onCommit.run();
    if (commits == crashBefore) {
      throw new Crash();
    }
    if (commits == failAt) {
      throw new StoreException("the disk is full");
    }
    durable.commit(batch);
    if (commits == crashAfter) {
      throw new Crash();
    }
  }

  @Override
  public void scan(String prefix, BiConsumer<String, byte[]> visitor) {
    durable.scan(prefix, visitor);
  }

  byte[] get(String wanted) {
    byte[][] found = {{}};
    scan(
        wanted,
        (key, value) -> {
          if (key.equals(wanted)) {
            found[0] = value;
          }
        });
    return found[0];
  }

  /** How many keys begin with this prefix. */
  int count(String prefix) {
    int[] count = {0};
    scan(prefix, (_, _) -> count[0]++);
    return count[0];
  }

  @Override
  public void close() {}
}
