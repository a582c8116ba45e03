package cutline.cli.bench;

import cutline.runtime.Ticker;
import java.time.Duration;

/**
 * How many things there were, and how many a second.
 *
 * @param count all together
 */
record Rate(long count, double aSecond) {

  /** What arrives in a system over a while that lasts about so long. */
  static Rate of(Snapshotted system, Duration about) throws Exception {
    return of(system, () -> Thread.sleep(about));
  }

  /** The same while something else is done. */
  static Rate of(Snapshotted system, Meanwhile meanwhile) throws Exception {
    Ticker ticker = Ticker.system();
    long before = system.received();
    long from = ticker.nanos();
    meanwhile.run();
    long count = system.received() - before;
    return new Rate(count, count / ((ticker.nanos() - from) / 1e9));
  }

  /** The same at full load, before and behind which there is none. */
  static Rate underLoad(Snapshotted system, Duration about) throws Exception {
    system.load(true);
    Rate rate = of(system, about);
    system.load(false);
    return rate;
  }

  /** What is done while it is counted. */
  @FunctionalInterface
  interface Meanwhile {
    void run() throws Exception;
  }
}
