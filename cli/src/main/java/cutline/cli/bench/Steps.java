package cutline.cli.bench;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.HdrHistogram.Histogram;

/**
 * The thread that a process runs on, and how long it is busy with each of its steps, in
 * nanoseconds: apart for those that do something for a snapshot, the cut, recording, copying
 * accounts or reporting, and those that do not. A step that commits nothing is none.
 */
final class Steps extends ScheduledThreadPoolExecutor {

  final Histogram usual = new Histogram(3);
  final Histogram ofSnapshots = new Histogram(3);

  /** Changed on this thread only. */
  boolean isRecording = true;

  private final MeasuredStore store;
  private long begun;
  private long commitsBefore;
  private long commitsForSnapshotsBefore;

  Steps(MeasuredStore store) {
    super(1, Thread.ofPlatform().name("process").daemon().factory());
    this.store = store;
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    begun = System.nanoTime();
    commitsBefore = store.commits;
    commitsForSnapshotsBefore = store.commitsForSnapshots;
  }

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    if (isRecording && store.commits > commitsBefore) {
      long nanos = System.nanoTime() - begun;
      (store.commitsForSnapshots > commitsForSnapshotsBefore ? ofSnapshots : usual)
          .recordValue(nanos);
    }
  }
}
