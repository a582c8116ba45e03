package cutline.core;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The processes of a system and the directed channels between them. Processes are numbered from 0
 * in the order of their names; the machine works with these numbers, people see the names.
 *
 * <p>Every process must reach every other one, else a snapshot that one of them initiates could
 * never end (Chandy and Lamport 1985, section 3.3).
 */
public final class Topology {

  private static final int MAX_NAME = 64;

  private final List<String> names;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final SortedMap<Channel, ChannelOrder> channels;
  private final int[][] outgoing;
  private final int[][] incoming;

  private Topology(List<String> names, SortedMap<Channel, ChannelOrder> channels) {
    this.names = names;
    for (int process = 0; process < names.size(); process++) {
      indexes.put(names.get(process), process);
    }
    this.channels = channels;
    this.outgoing = new int[names.size()][];
    this.incoming = new int[names.size()][];
    for (int process = 0; process < names.size(); process++) {
      String name = names.get(process);
      outgoing[process] =
          channels.keySet().stream()
              .filter(channel -> channel.from().equals(name))
              .mapToInt(channel -> index(channel.to()))
              .toArray();
      incoming[process] =
          channels.keySet().stream()
              .filter(channel -> channel.to().equals(name))
              .mapToInt(channel -> index(channel.from()))
              .toArray();
    }
  }

  /**
   * A topology of the given processes and channels.
   *
   * @throws IllegalArgumentException if there is no process, a name is empty, longer than 64
   *     characters or has white space or control characters, a channel names an unknown process or
   *     leads from a process to itself, or a process cannot reach another one
   */
  public static Topology of(
      Collection<String> processes, SortedMap<Channel, ChannelOrder> channels) {
    List<String> names = List.copyOf(new TreeSet<>(processes));
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a topology needs at least one process");
    }
    names.forEach(Topology::requireValidName);
    for (Channel channel : channels.keySet()) {
      if (channel.from().equals(channel.to())) {
        throw new IllegalArgumentException(
            "channel " + channel + " leads from a process to itself");
      }
      for (String end : List.of(channel.from(), channel.to())) {
        if (!names.contains(end)) {
          throw new IllegalArgumentException(
              "channel " + channel + " names the unknown process " + end);
        }
      }
    }
    Topology topology = new Topology(names, new TreeMap<>(channels));
    topology.requireStronglyConnected();
    return topology;
  }

  /**
   * Every process connected with every other one, in both directions.
   *
   * @throws IllegalArgumentException if there is no process
   */
  public static Topology complete(Collection<String> processes, ChannelOrder order) {
    SortedMap<Channel, ChannelOrder> channels = new TreeMap<>();
    for (String from : processes) {
      for (String to : processes) {
        if (!from.equals(to)) {
          channels.put(new Channel(from, to), order);
        }
      }
    }
    return of(processes, channels);
  }

  private static void requireValidName(String name) {
    if (name.isEmpty()
        || name.length() > MAX_NAME
        || name.codePoints()
            .anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "'%s' is not a name: 1 to %d characters without white space and control characters"
              .formatted(name, MAX_NAME));
    }
  }

  private void requireStronglyConnected() {
    for (int from = 0; from < size(); from++) {
      boolean[] reached = new boolean[size()];
      ArrayDeque<Integer> frontier = new ArrayDeque<>();
      reached[from] = true;
      frontier.add(from);
      while (!frontier.isEmpty()) {
        for (int to : outgoing[frontier.remove()]) {
          if (!reached[to]) {
            reached[to] = true;
            frontier.add(to);
          }
        }
      }
      for (int to = 0; to < size(); to++) {
        if (!reached[to]) {
          throw new IllegalArgumentException(
              "there is no path from %s to %s, so a snapshot that %s initiates would never end"
                  .formatted(name(from), name(to), name(from)));
        }
      }
    }
  }

  /** How many processes there are. */
  public int size() {
    return names.size();
  }

  /** The names of all processes, sorted. */
  public List<String> names() {
    return names;
  }

  /**
   * The name of a process.
   *
   * @throws IndexOutOfBoundsException if there is no such process
   */
  public String name(int process) {
    return names.get(process);
  }

  /** The number of the process of that name, or -1 if there is none. */
  public int index(String name) {
    return indexes.getOrDefault(name, -1);
  }

  /** The processes that {@code process} has a channel to, ascending. */
  public int[] outgoing(int process) {
    return outgoing[process].clone();
  }

  /** The processes that have a channel to {@code process}, ascending. */
  public int[] incoming(int process) {
    return incoming[process].clone();
  }

  /** The channels, each with the order that it promises, sorted. */
  public SortedMap<Channel, ChannelOrder> channels() {
    return new TreeMap<>(channels);
  }

  /** What all channels promise: FIFO only if each of them does. */
  public ChannelOrder order() {
    return channels.containsValue(ChannelOrder.NON_FIFO)
        ? ChannelOrder.NON_FIFO
        : ChannelOrder.FIFO;
  }

  /** Whether there is a channel between the two processes, in this direction. */
  public boolean connects(int from, int to) {
    return Arrays.binarySearch(outgoing[from], to) >= 0;
  }

  /**
   * The order that the channel between the two processes promises.
   *
   * @throws IllegalArgumentException if there is no such channel
   */
  public ChannelOrder order(int from, int to) {
    Channel channel = new Channel(name(from), name(to));
    ChannelOrder order = channels.get(channel);
    if (order == null) {
      throw new IllegalArgumentException("there is no channel " + channel);
    }
    return order;
  }
}
