package cutline.cli.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is done to a bank, in order. The same seed gives the same faults to the same branches.
 *
 * @param faults one after the other; their effects overlap
 */
record ChaosPlan(List<Fault> faults) {

  private static final int LEAST_PAUSE_MILLIS = 100;
  private static final int MOST_PAUSE_MILLIS = 900;

  /** What may happen to a branch. */
  enum Kind {
    /** {@code kill -9}, and a start after a while. */
    KILL(4, 500),
    /** The same, and once more as long after the start, perhaps while it still recovers. */
    KILL_TWICE(1, 600),
    /** {@code SIGSTOP}, and {@code SIGCONT} after a while. */
    STOP(2, 500),
    /** All connections of other branches with it are reset. */
    CUT(1, 0),
    /** Nothing passes on these connections for a while. */
    STALL(2, 1_500);

    private final int weight;
    private final int longestMillis;

    Kind(int weight, int longestMillis) {
      this.weight = weight;
      this.longestMillis = longestMillis;
    }

    int kills() {
      return switch (this) {
        case KILL -> 1;
        case KILL_TWICE -> 2;
        case STOP, CUT, STALL -> 0;
      };
    }
  }

  /**
   * One fault.
   *
   * @param after how long after the last one it begins
   * @param lasting how long it lasts
   */
  record Fault(Kind kind, String branch, Duration after, Duration lasting) {}

  /** A plan with so many kills. */
  static ChaosPlan of(long seed, List<String> branches, int kills) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Fault> faults = new ArrayList<>();
    for (int left = kills; left > 0; left -= faults.getLast().kind().kills()) {
      Kind kind = draw(random);
      if (kind.kills() > left) {
        kind = Kind.KILL;
      }
      faults.add(
          new Fault(
              kind,
              branches.get(random.nextInt(branches.size())),
              Duration.ofMillis(random.nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS + 1)),
              Duration.ofMillis(random.nextInt(kind.longestMillis + 1))));
    }
    return new ChaosPlan(List.copyOf(faults));
  }

  private static Kind draw(SplittableRandom random) {
    int weights = 0;
    for (Kind kind : Kind.values()) {
      weights += kind.weight;
    }
    int drawn = random.nextInt(weights);
    for (Kind kind : Kind.values()) {
      drawn -= kind.weight;
      if (drawn < 0) {
        return kind;
      }
    }
    throw new AssertionError("the weights add up");
  }

  /** How many faults of a kind there are. */
  int count(Kind kind) {
    return (int) faults.stream().filter(fault -> fault.kind() == kind).count();
  }

  /** How often a branch is killed. */
  int kills() {
    return faults.stream().mapToInt(fault -> fault.kind().kills()).sum();
  }
}
