package cutline.core;

import java.util.Comparator;

/**
 * A directed channel between two processes, known by their names and never by an address.
 *
 * @param from the sender
 * @param to the receiver
 */
public record Channel(String from, String to) implements Comparable<Channel> {

  private static final Comparator<Channel> ORDER =
      Comparator.comparing(Channel::from).thenComparing(Channel::to);

  @Override
  public int compareTo(Channel other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return from + "→" + to;
  }
}
