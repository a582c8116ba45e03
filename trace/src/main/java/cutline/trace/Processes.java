package cutline.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The processes of a log, each with its number in the order in which the log names them. */
public final class Processes {

  /** The most that a log can be of. */
  public static final int MAX = 256;

  private static final int MAX_NAME = 64;

  private final List<String> names;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * The processes of these names, in this order.
   *
   * @throws IllegalArgumentException if there is none, there are more than {@link #MAX}, a name is
   *     there twice, empty, longer than 64 characters or has white space or control characters
   */
  public Processes(List<String> names) {
    this.names = List.copyOf(names);
    if (names.isEmpty() || names.size() > MAX) {
      throw new IllegalArgumentException(
          "%d processes, and 1 to %d are allowed".formatted(names.size(), MAX));
    }
    for (String name : names) {
      if (!isName(name)) {
        throw new IllegalArgumentException(
            "'%s' is not a process: 1 to %d characters without white space and control characters"
                .formatted(name, MAX_NAME));
      }
      if (numbers.putIfAbsent(name, numbers.size()) != null) {
        throw new IllegalArgumentException("process " + name + " is named twice");
      }
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && name.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
  }

  /** Their names, in order. */
  public List<String> names() {
    return names;
  }

  /** How many there are. */
  public int size() {
    return names.size();
  }

  /** The number of the process of that name, from 0, or -1 if there is none. */
  public int number(String name) {
    return numbers.getOrDefault(name, -1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Processes processes && names.equals(processes.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
