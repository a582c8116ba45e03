package cutline.simulation;

/** Is told all that happens in a world, while it happens. */
@FunctionalInterface
public interface Observer {

  /**
   * Something has happened.
   *
   * @param at in nanoseconds of the world's time
   */
  void happened(long at, Happening what);

  /** Whether it wants to be told {@link Happening.Durable} things, which takes room in stores. */
  default boolean watchesCommits() {
    return false;
  }
}
