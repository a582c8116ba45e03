package cutline.trace;

import org.jspecify.annotations.Nullable;

/** Finds what is missing by the numbers that a process gives to what it does, from 1. */
public final class Numbering {

  private long next = 1;

  /** Nothing has come yet. */
  public Numbering() {}

  /** The number that comes next if nothing is missing. */
  public long next() {
    return next;
  }

  /**
   * Takes a number.
   *
   * @param number at least {@link #next}
   * @return what is missing before it, or null
   */
  public Action.@Nullable Gap take(long number) {
    long first = next;
    next = number + 1;
    if (number == first) {
      return null;
    }
    return new Action.Gap(
        number == first + 1
            ? "its event %d is missing".formatted(first)
            : "its events %d to %d are missing".formatted(first, number - 1));
  }
}
