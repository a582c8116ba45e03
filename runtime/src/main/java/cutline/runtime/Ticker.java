package cutline.runtime;

/** Monotonic time. Only a driver reads it; what it drives is told the time. */
@FunctionalInterface
public interface Ticker {

  /** The time in nanoseconds from an arbitrary origin; never negative, and it never goes back. */
  long nanos();

  /** The time of this machine, from now on. */
  static Ticker system() {
    long origin = System.nanoTime();
    return () -> System.nanoTime() - origin;
  }
}
