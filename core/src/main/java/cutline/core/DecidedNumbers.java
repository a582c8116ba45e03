package cutline.core;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which snapshots of one initiator are decided: all up to a floor, and a set above it, which the
 * initiator's span keeps small. One watermark alone would swallow the late markers of an older
 * snapshot that is still open.
 */
final class DecidedNumbers {

  private final int span;
  private long floor;
  private final TreeSet<Long> above = new TreeSet<>();

  DecidedNumbers(int span) {
    this.span = span;
  }

  boolean contains(long number) {
    return number <= floor || above.contains(number);
  }

  /** Whether an initiator that keeps to its span can have used this number by now. */
  boolean isPlausible(long number) {
    return number - floor <= span;
  }

  /** Takes any number: decisions may overtake each other, and one that is dropped never returns. */
  void add(long number) {
    if (contains(number)) {
      return;
    }
    above.add(number);
    while (above.remove(floor + 1)) {
      floor++;
    }
  }

  long floor() {
    return floor;
  }

  SortedSet<Long> above() {
    return new TreeSet<>(above);
  }

  void restore(long floor, Collection<Long> above) {
    this.floor = floor;
    this.above.addAll(above);
  }
}
