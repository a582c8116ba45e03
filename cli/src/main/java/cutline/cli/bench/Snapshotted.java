package cutline.cli.bench;

import java.time.Duration;

/** A system whose processes send each other records, and of which snapshots are taken meanwhile. */
interface Snapshotted extends AutoCloseable {

  /**
   * Has all processes send as many records as they can; or none, and returns when nothing is in
   * flight any more.
   */
  void load(boolean on) throws Exception;

  /** How many records have arrived so far, at all processes together. */
  long received() throws Exception;

  /**
   * Takes a snapshot.
   *
   * @return how long it took where it was initiated, until it was known there to be complete
   */
  Duration snapshot() throws Exception;

  @Override
  void close();
}
