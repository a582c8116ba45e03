package cutline.simulation.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.Place;
import cutline.bank.config.TextFile;
import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.simulation.text.Words;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The processes, the tokens that they begin with, and the channels, from a {@code .top} file: a
 * line with the number of processes; for each a line {@code NAME TOKENS}; then lines {@code FROM
 * TO}, one directed channel each. {@code #} begins a comment.
 *
 * @param topology the processes, sorted by name as text, and their channels, all FIFO
 * @param tokens per process, what it begins with
 */
public record ScenarioTopology(Topology topology, SortedMap<String, Long> tokens) {

  /** The most processes. */
  public static final int MAX_PROCESSES = 100;

  private static final String CONTENT =
      "the number of processes, lines NAME TOKENS, and lines FROM TO";

  /** Keeps a copy of the map. */
  public ScenarioTopology {
    tokens = Collections.unmodifiableSortedMap(new TreeMap<>(tokens));
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException if it cannot be read or says something wrong; the message says
   *     where
   */
  public static ScenarioTopology read(Path file) throws ConfigurationException {
    return parse(file.toString(), TextFile.read(file, "processes and channels", CONTENT));
  }

  /** The same of a text. */
  public static ScenarioTopology parse(String file, String text) throws ConfigurationException {
    List<Words> lines = Words.lines(file, text);
    if (lines.isEmpty()) {
      throw new ConfigurationException(file + ": is empty; expected " + CONTENT);
    }
    Words first = lines.getFirst();
    first.requireCount(1, 1, "the number of processes alone in the first line");
    int count = Math.toIntExact(first.get(0).number("the number of processes", 1, MAX_PROCESSES));
    if (lines.size() <= count) {
      throw new ConfigurationException(
          "%s: has %d line%s behind the first one, and %d processes need one each"
              .formatted(file, lines.size() - 1, lines.size() == 2 ? "" : "s", count));
    }
    SortedMap<String, Long> tokens = processes(lines.subList(1, count + 1));
    SortedMap<Channel, ChannelOrder> channels =
        channels(lines.subList(count + 1, lines.size()), tokens);
    try {
      return new ScenarioTopology(Topology.of(tokens.keySet(), channels), tokens);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(file + ": " + e.getMessage(), e);
    }
  }

  private static SortedMap<String, Long> processes(List<Words> lines)
      throws ConfigurationException {
    SortedMap<String, Long> tokens = new TreeMap<>();
    long total = 0;
    for (Words line : lines) {
      line.requireCount(2, 2, "NAME TOKENS, a process and what it begins with");
      Words.Word name = line.get(0);
      try {
        Topology.complete(List.of(name.text()), ChannelOrder.FIFO);
      } catch (IllegalArgumentException _) {
        throw name.error(
            name.quoted() + " is not a name: 1 to 64 characters without control characters");
      }
      long amount = line.get(1).number("the number of tokens", 0, Long.MAX_VALUE);
      if (tokens.putIfAbsent(name.text(), amount) != null) {
        throw name.error("process %s is there already".formatted(name.text()));
      }
      if (amount > Long.MAX_VALUE - total) {
        throw line.get(1).error("all tokens together are more than " + Long.MAX_VALUE);
      }
      total += amount;
    }
    return tokens;
  }

  private static SortedMap<Channel, ChannelOrder> channels(
      List<Words> lines, SortedMap<String, Long> tokens) throws ConfigurationException {
    SortedMap<Channel, ChannelOrder> channels = new TreeMap<>();
    for (Words line : lines) {
      line.requireCount(2, 2, "FROM TO, a channel");
      for (int end = 0; end < 2; end++) {
        if (!tokens.containsKey(line.get(end).text())) {
          throw line.get(end).unknown("process", tokens.keySet(), "one of the lines NAME TOKENS");
        }
      }
      Channel channel = new Channel(line.get(0).text(), line.get(1).text());
      Place place = line.get(0).place();
      if (channel.from().equals(channel.to())) {
        throw place.error("a channel leads from %s to itself".formatted(channel.from()));
      }
      if (channels.putIfAbsent(channel, ChannelOrder.FIFO) != null) {
        throw place.error("channel %s is there already".formatted(channel));
      }
    }
    return channels;
  }

  /** All tokens together. */
  public long total() {
    return tokens.values().stream().mapToLong(Long::longValue).sum();
  }
}
