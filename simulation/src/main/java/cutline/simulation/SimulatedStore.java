package cutline.simulation;

import cutline.runtime.Batch;
import cutline.runtime.MemoryStore;
import cutline.runtime.Store;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that outlives its process, and takes the process with it where it is told to. A commit is
 * written and then synced; what was not synced at a death is gone or torn. A torn write is cut off
 * when the store is opened, as a log with checksums does.
 */
final class SimulatedStore implements Store {

  private static final String STATE = "state";

  /** All of these go when an era begins, in which messages are counted from nothing. */
  private static final String LOGS = "peer ";

  private final MemoryStore disk = new MemoryStore();
  private final int process;
  private final Witness witness;
  private @Nullable Batch torn;

  private Deed.@Nullable Where trap;
  private int skip;

  SimulatedStore(int process, Witness witness) {
    this.process = process;
    this.witness = witness;
  }

  /** The process dies at a commit, when so many others have gone well. */
  void trap(Deed.Where where, int skipped) {
    trap = where;
    skip = skipped;
  }

  void disarm() {
    trap = null;
  }

  /** After a death: what is on the disk is looked through. */
  void open(boolean keepsTornWrites) {
    Batch part = torn;
    torn = null;
    if (part != null && keepsTornWrites) {
      disk.commit(part);
    }
  }

  @Override
  public void commit(Batch batch) {
    Deed.Where where = trap;
    if (where != null && skip-- > 0) {
      where = null;
    }
    if (where == Deed.Where.TORN_WRITE) {
      torn = half(batch);
    }
    if (where == Deed.Where.TORN_WRITE || where == Deed.Where.BEFORE_SYNC) {
      trap = null;
      throw new Death(where);
    }
    disk.commit(batch);
    byte[] state = batch.changes().get(STATE);
    if (state != null) {
      witness.durable(process, state);
      if (batch.deletedPrefixes().contains(LOGS)) {
        witness.beganAnew(process, state);
      }
    }
    if (where != null) {
      trap = null;
      throw new Death(where);
    }
  }

  /** Its first half, at least one change. */
  private static Batch half(Batch batch) {
    Batch half = new Batch();
    batch.deletedPrefixes().forEach(half::deletePrefix);
    int rest = (batch.changes().size() + 1) / 2;
    for (Map.Entry<String, byte @Nullable []> change : batch.changes().entrySet()) {
      byte[] value = change.getValue();
      if (rest-- <= 0) {
        break;
      }
      if (value == null) {
        half.delete(change.getKey());
      } else {
        half.put(change.getKey(), value);
      }
    }
    return half;
  }

  @Override
  public void scan(String prefix, BiConsumer<String, byte[]> visitor) {
    disk.scan(prefix, visitor);
  }

  /** How many keys begin with this prefix. */
  int count(String prefix) {
    int[] count = {0};
    disk.scan(prefix, (_, _) -> count[0]++);
    return count[0];
  }

  /** The first key with this prefix, or null. */
  @Nullable String first(String prefix) {
    @Nullable String[] first = {null};
    disk.scan(prefix, (key, _) -> first[0] = first[0] == null ? key : first[0]);
    return first[0];
  }

  @Override
  public void close() {}
}
