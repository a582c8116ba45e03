package cutline.simulation;

import java.util.List;
import java.util.Locale;

/** Something that is planned to happen in a world. Times are nanoseconds of the world's time. */
public sealed interface Deed {

  /** When. */
  long at();

  /** A process sends money to another one, if it has it. */
  record Pay(long at, int from, int to, long amount) implements Deed {}

  /** A process wants a snapshot. */
  record Initiate(long at, int process, long timeout) implements Deed {}

  /**
   * A process wants to go back to a snapshot.
   *
   * @param back how many complete snapshots lie behind it
   */
  record Restore(long at, int process, int back, long timeout) implements Deed {}

  /** Where a process dies. */
  enum Where {
    BETWEEN_STEPS,
    /** Nothing of the commit under way is on the disk. */
    BEFORE_SYNC,
    /** A part of the commit under way is on the disk. */
    TORN_WRITE,
    /** All of the commit is on the disk, and nobody has heard of it. */
    AFTER_COMMIT,
    /** Some frames have left. */
    WHILE_SENDING;

    /** Its name in world files. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A process dies, and comes back.
   *
   * @param skipped how many commits or sends go well before that
   * @param down for how long it is away
   */
  record Crash(long at, int process, Where where, int skipped, long down) implements Deed {}

  /**
   * Frames between some processes get lost.
   *
   * @param shape what it looks like, in a few words
   * @param blocked per sender, the receivers that it cannot reach
   */
  record Partition(long at, long until, String shape, List<List<Integer>> blocked)
      implements Deed {}

  /** A process takes so long to turn to what has come. */
  record Slow(long at, long until, int process, long reaction) implements Deed {}

  /** The clock of a process runs so many times as fast, or stands still. */
  record Clock(long at, long until, int process, int rate) implements Deed {}

  /** A process is there only now. */
  record Join(long at, int process) implements Deed {}
}
