package cutline.bank;

import cutline.bank.wire.Vitals;
import cutline.runtime.Batch;
import cutline.runtime.Store;
import cutline.runtime.Ticker;
import java.util.function.BiConsumer;

/**
 * A store that tells how long its commits take, from when somebody asks first; on the thread that
 * drives the node.
 */
final class CommitTimes implements Store {

  private final Store store;
  private final Ticker ticker;
  private boolean measures;
  private long commits;
  private long nanos;
  private long slowest;

  CommitTimes(Store store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    if (!measures) {
      store.commit(batch);
      return;
    }
    long begin = ticker.nanos();
    store.commit(batch);
    long took = ticker.nanos() - begin;
    commits++;
    nanos += took;
    slowest = Math.max(slowest, took);
  }

  /** How commits went; they are measured from now on. */
  Vitals.Builder asked() {
    measures = true;
    Vitals.Builder vitals =
        Vitals.newBuilder()
            .setCommits(commits)
            .setCommitNanos(nanos)
            .setSlowestCommitNanos(slowest);
    slowest = 0;
    return vitals;
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
