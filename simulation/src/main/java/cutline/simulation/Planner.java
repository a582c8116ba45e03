package cutline.simulation;

import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Makes a plan from a seed. Each world has some of the faults that it may have, and others not,
 * since one fault can hide another.
 */
final class Planner {

  private static final List<String> NAMES = List.of("A", "B", "C", "D", "E");
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  private static final long SHARE = 1_000;
  private static final long MOST = 100;

  /** A fault that may happen does so in this share of the worlds, if it is as usual. */
  private static final double CHOSEN = 0.4;

  private static final List<Deed.Where> AROUND_COMMITS =
      List.of(Deed.Where.BEFORE_SYNC, Deed.Where.AFTER_COMMIT, Deed.Where.WHILE_SENDING);

  /** Topologies that many worlds have. */
  private static final ConcurrentHashMap<String, Topology> KNOWN = new ConcurrentHashMap<>();

  private final SplittableRandom random;
  private final Faults faults;
  private final Topology topology;
  private final int size;
  private final long end;
  private final List<Deed> deeds = new ArrayList<>();
  private final List<Deed.Initiate> snapshots = new ArrayList<>();

  private Planner(long seed, Faults faults, Channels channels) {
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + channels.id().hashCode());
    this.faults = faults;
    this.topology = topology(channels);
    this.size = topology.size();
    this.end = (200 + random.nextLong(800)) * MILLISECOND;
  }

  static Plan plan(long seed, Faults faults, Channels channels) {
    return new Planner(seed, faults, channels).plan(seed);
  }

  private Plan plan(long seed) {
    planSnapshots();
    planPayments();
    planCrashes();
    planPartitions();
    planTime();
    planRestores();
    planLateJoins();
    Weather weather = weather();
    deeds.removeIf(deed -> deed.at() >= end);
    deeds.sort(Comparator.comparingLong(Deed::at));
    List<Long> opening = new ArrayList<>();
    for (int process = 0; process < size; process++) {
      opening.add(random.nextInt(8) == 0 ? 0 : 1 + random.nextLong(2 * SHARE));
    }
    return new Plan(seed, topology, opening, weather, deeds, end);
  }

  // ------------------------------------------------------------------ topology

  private Topology topology(Channels channels) {
    int[] sizes = {2, 3, 3, 3, 4, 4, 4, 5};
    List<String> names = NAMES.subList(0, sizes[random.nextInt(sizes.length)]);
    boolean isRing = names.size() > 2 && random.nextInt(8) == 0;
    SortedMap<Channel, ChannelOrder> all = new TreeMap<>();
    StringBuilder key = new StringBuilder();
    for (int from = 0; from < names.size(); from++) {
      for (int to = 0; to < names.size(); to++) {
        if (isRing ? to == (from + 1) % names.size() : to != from) {
          ChannelOrder order = channels.draw(random);
          all.put(new Channel(names.get(from), names.get(to)), order);
          key.append(from).append(to).append(order);
        }
      }
    }
    return channels == Channels.MIXED
        ? Topology.of(names, all)
        : KNOWN.computeIfAbsent(key.toString(), _ -> Topology.of(names, all));
  }

  private <T> T anyOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private int anyone() {
    return random.nextInt(size);
  }

  /** A time that is not too close to the end. */
  private long anyTime() {
    return random.nextLong(end * 4 / 5);
  }

  // ------------------------------------------------------------ what it is for

  private void planSnapshots() {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      initiate(end / 20 + random.nextLong(end / 2), anyone());
    }
    if (isChosen(Fault.CONCURRENT)) {
      long at = end / 20 + random.nextLong(end / 2);
      for (int process = 0; process < size; process++) {
        if (process == 0 || random.nextBoolean()) {
          initiate(at + random.nextLong(MILLISECOND), process);
        }
      }
    }
  }

  private void initiate(long at, int process) {
    long timeout =
        isChosen(Fault.ABORT) && random.nextBoolean()
            ? random.nextLong(3 * MILLISECOND)
            : 10_000 * MILLISECOND;
    Deed.Initiate initiate = new Deed.Initiate(at, process, timeout);
    snapshots.add(initiate);
    deeds.add(initiate);
  }

  /** Half of the money moves while a snapshot is being taken. */
  private void planPayments() {
    int count = 12 + random.nextInt(24);
    for (int i = 0; i < count; i++) {
      int[] receivers = topology.outgoing(anyone());
      int from = topology.incoming(receivers[0])[0];
      if (receivers.length > 1 || random.nextBoolean()) {
        from = anyone();
        receivers = topology.outgoing(from);
      }
      long at =
          random.nextInt(4) == 0
              ? anyTime()
              : snapshots.get(random.nextInt(snapshots.size())).at()
                  + random.nextLong(-MILLISECOND / 2, MILLISECOND);
      int to = receivers[random.nextInt(receivers.length)];
      deeds.add(new Deed.Pay(Math.max(0, at), from, to, 1 + random.nextLong(MOST)));
    }
  }

  // -------------------------------------------------------------------- faults

  private boolean isChosen(Fault fault) {
    return random.nextDouble() < CHOSEN * faults.of(fault);
  }

  /** How often it happens, if it does at all; more often if it is more intense. */
  private int times(Fault fault, int most) {
    double intensity = faults.of(fault);
    return isChosen(fault)
        ? 1 + random.nextInt(Math.max(1, (int) Math.round(most * intensity)))
        : 0;
  }

  private Weather weather() {
    boolean isDelayed = isChosen(Fault.DELAY);
    long[] delays = {1, 5, 20, 50};
    return new Weather(
        isDelayed ? delays[random.nextInt(delays.length)] * MILLISECOND : 0,
        isDelayed ? share(Fault.DELAY, 0.05) : 0,
        isChosen(Fault.REORDER) ? share(Fault.REORDER, 0.02) : 0,
        isChosen(Fault.DUPLICATE) ? share(Fault.DUPLICATE, 0.05) : 0,
        isChosen(Fault.LOSS) ? share(Fault.LOSS, 0.02) : 0);
  }

  private double share(Fault fault, double usual) {
    return Math.min(0.5, usual * faults.of(fault));
  }

  private void planCrashes() {
    for (int i = times(Fault.CRASH, 2); i > 0; i--) {
      crash(anyTime(), anyone(), Deed.Where.BETWEEN_STEPS);
    }
    for (int i = times(Fault.COMMIT_CRASH, 3); i > 0; i--) {
      crash(anyBusyTime(), anyone(), anyOf(AROUND_COMMITS));
    }
    for (int i = times(Fault.TORN_WRITE, 3); i > 0; i--) {
      crash(anyBusyTime(), anyone(), Deed.Where.TORN_WRITE);
    }
    if (isChosen(Fault.INITIATOR_CRASH)) {
      Deed.Initiate snapshot = snapshots.get(random.nextInt(snapshots.size()));
      crash(
          snapshot.at() + random.nextLong(2 * MILLISECOND),
          snapshot.process(),
          anyOf(List.of(Deed.Where.values())));
    }
  }

  /** Mostly in the middle of a snapshot. */
  private long anyBusyTime() {
    return random.nextInt(3) == 0
        ? anyTime()
        : snapshots.get(random.nextInt(snapshots.size())).at() + random.nextLong(MILLISECOND);
  }

  private void crash(long at, int process, Deed.Where where) {
    long down = 1 + random.nextLong(random.nextBoolean() ? 2 * MILLISECOND : 200 * MILLISECOND);
    deeds.add(new Deed.Crash(at, process, where, random.nextInt(4), down));
  }

  private void planPartitions() {
    for (int i = times(Fault.PARTITION, 2); i > 0; i--) {
      long at = anyBusyTime();
      long until = at + random.nextLong(300 * MILLISECOND);
      switch (random.nextInt(4)) {
        case 0 -> partition(at, until, "halves", halves(random.nextInt(1, 1 << (size - 1))));
        case 1 -> {
          int from = anyone();
          int to = (from + 1 + random.nextInt(size - 1)) % size;
          partition(
              at,
              until,
              "no way from %s to %s".formatted(NAMES.get(from), NAMES.get(to)),
              oneWay(from, to));
        }
        case 2 -> partition(at, until, "only neighbours on a ring", ring());
        default -> {
          List<List<Integer>> halves = halves(random.nextInt(1, 1 << (size - 1)));
          long period = 1 + random.nextLong(20 * MILLISECOND);
          for (int flap = 0; flap < 4; flap++) {
            long begin = at + 2L * flap * period;
            partition(begin, begin + period, "halves, on and off", halves);
          }
        }
      }
    }
  }

  private void partition(long at, long until, String shape, List<List<Integer>> blocked) {
    deeds.add(new Deed.Partition(at, until, shape, blocked));
  }

  private List<List<Integer>> halves(int left) {
    return blocked((from, to) -> ((left >> from) & 1) != ((left >> to) & 1));
  }

  private List<List<Integer>> oneWay(int cutFrom, int cutTo) {
    return blocked((from, to) -> from == cutFrom && to == cutTo);
  }

  private List<List<Integer>> ring() {
    return blocked((from, to) -> (from + 1) % size != to && (to + 1) % size != from);
  }

  private interface Pair {
    boolean test(int from, int to);
  }

  private List<List<Integer>> blocked(Pair pair) {
    List<List<Integer>> blocked = new ArrayList<>();
    for (int from = 0; from < size; from++) {
      int sender = from;
      blocked.add(
          IntStream.range(0, size)
              .filter(to -> to != sender && pair.test(sender, to))
              .boxed()
              .toList());
    }
    return blocked;
  }

  private void planTime() {
    for (int i = times(Fault.SLOW, 2); i > 0; i--) {
      long at = anyBusyTime();
      deeds.add(
          new Deed.Slow(
              at,
              at + random.nextLong(100 * MILLISECOND),
              anyone(),
              1 + random.nextLong(80 * MILLISECOND)));
    }
    for (int i = times(Fault.CLOCK, 2); i > 0; i--) {
      long at = anyTime();
      int[] rates = {0, 2, 10};
      deeds.add(
          new Deed.Clock(
              at,
              at + random.nextLong(200 * MILLISECOND),
              anyone(),
              rates[random.nextInt(rates.length)]));
    }
  }

  private void planRestores() {
    for (int i = times(Fault.RESTORE, 2); i > 0; i--) {
      deeds.add(
          new Deed.Restore(
              end / 3 + random.nextLong(end / 2),
              anyone(),
              random.nextInt(3),
              random.nextInt(4) == 0 ? 30 * MILLISECOND : 10_000 * MILLISECOND));
    }
  }

  private void planLateJoins() {
    for (int i = times(Fault.LATE_JOIN, 1); i > 0; i--) {
      deeds.add(new Deed.Join(random.nextLong(end / 2), anyone()));
    }
  }
}
