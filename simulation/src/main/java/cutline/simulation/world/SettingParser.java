package cutline.simulation.world;

import cutline.bank.config.ConfigurationException;
import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.simulation.Plan;
import cutline.simulation.Weather;
import cutline.simulation.text.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the lines of a world file that say what is there before anything happens. */
final class SettingParser {

  static final List<String> LINES =
      List.of(
          "seed",
          "end",
          "process",
          "channels",
          "channel",
          "delay",
          "late",
          "reorder",
          "duplicate",
          "loss");

  static final int MAX_PROCESSES = 8;

  /** Longer ones would make a snapshot wait longer than the laws have patience. */
  private static final long MAX_DELAY = Duration.ofSeconds(1).toNanos();

  private static final long MAX_END = Duration.ofSeconds(10).toNanos();
  private static final List<String> ORDERS = List.of("fifo", "non-fifo");
  private static final String ORDER = "fifo or non-fifo";

  private final String file;
  private final SortedMap<String, Long> processes = new TreeMap<>();
  private final SortedMap<Channel, ChannelOrder> channels = new TreeMap<>();

  /** Per line that may be there once, what it says. */
  private final Map<String, Double> shares = new HashMap<>();

  private final Map<String, Long> numbers = new HashMap<>();

  private long total;
  private WorldLine lastOfTopology;

  SettingParser(String file) throws ConfigurationException {
    this.file = file;
    this.lastOfTopology = WorldLine.of(file, 1, "");
  }

  void take(WorldLine line) throws ConfigurationException {
    String word = line.get(0).text();
    switch (word) {
      case "seed" -> {
        line.require(2, "seed N");
        note(line, numbers, line.get(1).number("the seed", 0, Long.MAX_VALUE));
      }
      case "end" -> {
        line.require(2, "end TIME");
        note(line, numbers, line.time(1, "the end", 1, MAX_END));
      }
      case "delay" -> {
        line.require(2, "delay TIME");
        note(line, numbers, line.time(1, "the delay", 0, MAX_DELAY));
      }
      case "process" -> process(line);
      case "channels" -> channels(line);
      case "channel" -> channel(line);
      default -> {
        line.require(2, word + " SHARE");
        note(line, shares, line.share(1, "the share"));
      }
    }
  }

  private static <T> void note(WorldLine line, Map<String, T> values, T value)
      throws ConfigurationException {
    if (values.putIfAbsent(line.get(0).text(), value) != null) {
      throw again(line.get(0), line.get(0).text());
    }
  }

  private static ConfigurationException again(Words.Word word, String what) {
    return word.error(what + " is there already");
  }

  private void process(WorldLine line) throws ConfigurationException {
    line.require(3, "process NAME DOLLARS");
    Words.Word name = line.get(1);
    if (!isName(name.text())) {
      throw name.error(
          name.quoted() + " is not a name: 1 to 64 characters without control characters and '->'");
    }
    if (!channels.isEmpty()) {
      throw line.get(0).error("a process stands before all channels");
    }
    long dollars = line.get(2).number("the balance", 0, Long.MAX_VALUE);
    if (dollars > Long.MAX_VALUE - total) {
      throw line.get(2).error("all balances together are more than " + Long.MAX_VALUE);
    }
    if (processes.putIfAbsent(name.text(), dollars) != null) {
      throw again(name, "process " + name.text());
    }
    if (processes.size() > MAX_PROCESSES) {
      throw line.get(0).error("more than %d processes".formatted(MAX_PROCESSES));
    }
    total += dollars;
    lastOfTopology = line;
  }

  private static boolean isName(String text) {
    try {
      Topology.complete(List.of(text), ChannelOrder.FIFO);
      return !text.contains("->");
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private void channels(WorldLine line) throws ConfigurationException {
    line.require(2, "channels fifo or channels non-fifo");
    ChannelOrder order = order(line.get(1));
    if (!channels.isEmpty()) {
      throw line.get(0).error("there are channels already");
    }
    for (String from : processes.keySet()) {
      for (String to : processes.keySet()) {
        if (!from.equals(to)) {
          channels.put(new Channel(from, to), order);
        }
      }
    }
    lastOfTopology = line;
  }

  private void channel(WorldLine line) throws ConfigurationException {
    line.require(4, "channel FROM TO fifo or channel FROM TO non-fifo");
    for (int end = 1; end <= 2; end++) {
      if (!processes.containsKey(line.get(end).text())) {
        throw line.get(end).unknown("process", processes.keySet(), "one of the lines process");
      }
    }
    Channel channel = new Channel(line.get(1).text(), line.get(2).text());
    if (channel.from().equals(channel.to())) {
      throw line.get(1).error("a channel leads from %s to itself".formatted(channel.from()));
    }
    if (channels.putIfAbsent(channel, order(line.get(3))) != null) {
      throw again(line.get(1), "channel " + channel);
    }
    lastOfTopology = line;
  }

  private static ChannelOrder order(Words.Word word) throws ConfigurationException {
    return switch (word.text()) {
      case "fifo" -> ChannelOrder.FIFO;
      case "non-fifo" -> ChannelOrder.NON_FIFO;
      default -> throw word.unknown("order", ORDERS, ORDER);
    };
  }

  /**
   * A world in which nothing happens.
   *
   * @throws ConfigurationException if something is missing
   */
  Plan plan() throws ConfigurationException {
    if (processes.isEmpty()) {
      throw missing("process NAME DOLLARS");
    }
    Long seed = numbers.get("seed");
    if (seed == null) {
      throw missing("seed N");
    }
    Long end = numbers.get("end");
    if (end == null) {
      throw missing("end TIME");
    }
    Topology topology;
    try {
      topology = Topology.of(processes.keySet(), channels);
    } catch (IllegalArgumentException e) {
      throw lastOfTopology.get(0).error(String.valueOf(e.getMessage()));
    }
    Weather weather =
        new Weather(
            numbers.getOrDefault("delay", 0L),
            share("late"),
            share("reorder"),
            share("duplicate"),
            share("loss"));
    return new Plan(
        seed, topology, new ArrayList<>(processes.values()), weather, new ArrayList<>(), end);
  }

  private double share(String name) {
    return shares.getOrDefault(name, 0.0);
  }

  private ConfigurationException missing(String line) {
    return new ConfigurationException(
        "%s: the line %s is missing; it stands before all that happens".formatted(file, line));
  }
}
