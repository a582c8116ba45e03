package cutline.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What happens in one run of a {@link Network}; in which order is a matter of {@link Choices}.
 *
 * @param balances what the processes have at the beginning
 * @param messages how many messages are sent
 * @param snapshots how often a process wishes to initiate a snapshot
 * @param aborts how many snapshots may be given up
 * @param restarts how often a process may be restarted
 * @param controlInOrder whether reports and decisions arrive in the order in which they were sent
 */
record Scenario(
    Topology topology,
    Limits limits,
    List<Integer> balances,
    int messages,
    int snapshots,
    int aborts,
    int restarts,
    boolean controlInOrder) {

  /** How many snapshots are undecided at once. */
  static final int SNAPSHOTS_AT_ONCE = 5;

  /** What the channels of a system promise. */
  enum Channels {
    FIFO,
    NON_FIFO,
    MIXED;

    private ChannelOrder order(RandomGenerator random) {
      return switch (this) {
        case FIFO -> ChannelOrder.FIFO;
        case NON_FIFO -> ChannelOrder.NON_FIFO;
        case MIXED -> random.nextBoolean() ? ChannelOrder.FIFO : ChannelOrder.NON_FIFO;
      };
    }
  }

  static Scenario random(Channels channels, RandomGenerator random) {
    Topology topology = topology(channels, random);
    return new Scenario(
        topology,
        Limits.DEFAULT,
        random.ints(topology.size(), 0, 100).boxed().toList(),
        random.nextInt(150),
        random.nextInt(1, 9),
        random.nextInt(3) == 0 ? random.nextInt(1, 4) : 0,
        random.nextInt(4),
        random.nextBoolean());
  }

  /** This scenario with bounds that it can reach. */
  Scenario bounded(RandomGenerator random) {
    Limits tight =
        new Limits(
            random.nextInt(1, SNAPSHOTS_AT_ONCE),
            random.nextBoolean() ? random.nextInt(20) : Integer.MAX_VALUE,
            random.nextInt(1, SNAPSHOTS_AT_ONCE));
    return new Scenario(
        topology, tight, balances, messages, snapshots, aborts, restarts, controlInOrder);
  }

  private static Topology topology(Channels channels, RandomGenerator random) {
    int size = random.nextInt(1, 9);
    List<String> names = new ArrayList<>();
    for (int process = 0; process < size; process++) {
      names.add(String.valueOf((char) ('A' + process)));
    }
    // A ring in random order makes every process reach every other one.
    List<String> ring = new ArrayList<>(names);
    Collections.shuffle(ring, Random.from(random));
    boolean complete = random.nextBoolean();
    int percent = random.nextInt(100);
    SortedMap<Channel, ChannelOrder> orders = new TreeMap<>();
    for (String from : names) {
      for (String to : names) {
        boolean next = ring.indexOf(to) == (ring.indexOf(from) + 1) % size;
        if (!from.equals(to) && (complete || next || random.nextInt(100) < percent)) {
          orders.put(new Channel(from, to), channels.order(random));
        }
      }
    }
    return Topology.of(names, orders);
  }
}
