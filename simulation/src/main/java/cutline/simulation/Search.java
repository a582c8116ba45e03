package cutline.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a world for each of many seeds, several at a time. Worlds have nothing in common, so that
 * what comes out does not depend on how many run at once.
 *
 * @param faults what may go wrong
 * @param channels which kinds of channel there are; null for those of each seed
 * @param mutation makes the bug that is planted in a world
 */
public record Search(Faults faults, @Nullable Channels channels, Supplier<Mutation> mutation) {

  /** So many seeds are taken at a time. */
  private static final long CHUNK = 64;

  /**
   * What came of all worlds.
   *
   * @param schedules how many worlds there were
   * @param events how many things happened in all of them
   * @param snapshots how many snapshots were completed
   * @param inFlight in how many of those there was money in flight
   * @param violations in how many worlds a law was broken
   * @param digest stands for every byte on every wire and when it arrived
   * @param first the violation of the lowest seed, or null
   */
  public record Result(
      long schedules,
      long events,
      long snapshots,
      long inFlight,
      long violations,
      long digest,
      @Nullable Finding first) {

    static final Result NOTHING = new Result(0, 0, 0, 0, 0, 0, null);

    private static Result of(long seed, Outcome outcome) {
      Violation violation = outcome.violation();
      return new Result(
          1,
          outcome.events(),
          outcome.snapshots(),
          outcome.inFlight(),
          violation == null ? 0 : 1,
          outcome.digest(),
          violation == null ? null : new Finding(seed, violation));
    }

    Result and(Result other) {
      return new Result(
          schedules + other.schedules,
          events + other.events,
          snapshots + other.snapshots,
          inFlight + other.inFlight,
          violations + other.violations,
          digest + other.digest,
          lower(first, other.first));
    }

    private static @Nullable Finding lower(@Nullable Finding one, @Nullable Finding other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return one.seed < other.seed ? one : other;
    }
  }

  /** A law that was broken in the world of a seed. */
  public record Finding(long seed, Violation violation) {}

  /** Is told how many worlds have ended so far, by any thread. */
  @FunctionalInterface
  public interface Progress {

    /** So many have ended. */
    void ended(long schedules);
  }

  /** The plan of a seed's world. */
  public Plan plan(long seed) {
    return Planner.plan(seed, faults, channels(seed));
  }

  /** The kinds of channel in a seed's world. */
  public Channels channels(long seed) {
    return channels == null ? Channels.of(seed) : channels;
  }

  /**
   * Runs the worlds of the seeds from {@code from} to {@code to}, both included.
   *
   * @param threads how many at a time
   * @throws InterruptedException if the thread is interrupted; all threads have ended then
   */
  public Result run(long from, long to, int threads, Progress progress)
      throws InterruptedException {
    AtomicLong next = new AtomicLong(from);
    AtomicLong ended = new AtomicLong();
    List<Future<Result>> parts = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int thread = 0; thread < threads; thread++) {
        parts.add(executor.submit(() -> chunks(next, to, ended, progress)));
      }
      Result all = Result.NOTHING;
      try {
        for (Future<Result> part : parts) {
          all = all.and(part.get());
        }
      } catch (InterruptedException | ExecutionException e) {
        executor.shutdownNow();
        if (e instanceof InterruptedException interrupted) {
          throw interrupted;
        }
        throw new AssertionError("a world ends with an outcome", e);
      }
      return all;
    }
  }

  private Result chunks(AtomicLong next, long to, AtomicLong ended, Progress progress) {
    Result sum = Result.NOTHING;
    while (!Thread.currentThread().isInterrupted()) {
      long first = next.getAndUpdate(seed -> seed > to ? seed : seed + CHUNK);
      if (first > to) {
        return sum;
      }
      long last = Math.min(to, first + CHUNK - 1);
      for (long seed = first; seed <= last; seed++) {
        sum = sum.and(Result.of(seed, World.run(plan(seed), mutation.get(), null)));
      }
      progress.ended(ended.addAndGet(last - first + 1));
    }
    return sum;
  }
}
