package cutline.simulation;

/** A process's monotonic time, which may run faster than the world's, or stand still. */
final class LocalClock {

  private long base;
  private long since;
  private int rate = 1;

  /** What it shows at this time of the world. */
  long read(long world) {
    return base + (world - since) * rate;
  }

  /** From this time of the world on, it runs so many times as fast; 0 stops it. */
  void run(int times, long world) {
    base = read(world);
    since = world;
    rate = times;
  }

  /** When it will show this, in the world's time; {@code Long.MAX_VALUE} for never. */
  long whenShows(long local) {
    if (local <= base) {
      return since;
    }
    if (rate == 0 || local == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return since + (local - base + rate - 1) / rate;
  }
}
