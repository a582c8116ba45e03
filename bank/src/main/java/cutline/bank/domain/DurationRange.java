package cutline.bank.domain;

import java.time.Duration;

/**
 * Durations from {@code least} to {@code most}, both included.
 *
 * @param least not negative
 * @param most not less than {@code least}, at most a day
 */
public record DurationRange(Duration least, Duration most) {

  /** No delay at all. */
  public static final DurationRange NONE = new DurationRange(Duration.ZERO, Duration.ZERO);

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if they are out of range
   */
  public DurationRange {
    if (least.isNegative() || most.compareTo(least) < 0 || most.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("durations from %s to %s".formatted(least, most));
    }
  }

  /** Whether this is only zero. */
  public boolean isNone() {
    return most.isZero();
  }
}
