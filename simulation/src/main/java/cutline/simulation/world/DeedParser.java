package cutline.simulation.world;

import cutline.bank.config.ConfigurationException;
import cutline.core.Channel;
import cutline.core.Topology;
import cutline.simulation.Deed;
import cutline.simulation.Plan;
import cutline.simulation.text.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines {@code at TIME …} of a world file. */
final class DeedParser {

  private static final List<String> DEEDS =
      List.of("send", "snapshot", "restore", "crash", "partition", "slow", "clock", "join");

  private static final String EXPECTED = "at TIME " + String.join("|", DEEDS) + " …";

  /** The laws have not more patience than this. */
  private static final long MAX_TIMEOUT = Duration.ofSeconds(30).toNanos();

  private static final long MAX_DOWN = Duration.ofSeconds(10).toNanos();
  private static final long MAX_UNTIL = Duration.ofSeconds(20).toNanos();
  private static final long MAX_REACTION = Duration.ofMillis(80).toNanos();
  private static final int MAX_RATE = 10;
  private static final int MAX_BACK = 1_000;
  private static final int MAX_SKIPPED = 1_000;

  private final Topology topology;
  private final long end;

  DeedParser(Plan plan) {
    this.topology = plan.topology();
    this.end = plan.end();
  }

  Deed parse(WorldLine line) throws ConfigurationException {
    line.requireAtLeast(3, EXPECTED);
    long at = line.time(1, "the time", 0, MAX_UNTIL);
    if (at >= end) {
      throw line.get(1)
          .error(
              "the time %s is not before the end, %s"
                  .formatted(line.get(1).quoted(), WorldLine.text(end)));
    }
    Words.Word what = line.get(2);
    return switch (what.text()) {
      case "send" -> send(at, line);
      case "snapshot" -> {
        String expected = "at TIME snapshot NAME timeout TIME";
        line.require(6, expected);
        line.requireWord(4, "timeout", expected);
        yield new Deed.Initiate(at, process(line, 3), timeout(line, 5));
      }
      case "restore" -> {
        String expected = "at TIME restore NAME back N timeout TIME";
        line.require(8, expected);
        line.requireWord(4, "back", expected);
        line.requireWord(6, "timeout", expected);
        int back = (int) line.get(5).number("the number of snapshots", 0, MAX_BACK);
        yield new Deed.Restore(at, process(line, 3), back, timeout(line, 7));
      }
      case "crash" -> crash(at, line);
      case "partition" -> partition(at, line);
      case "slow" -> {
        String expected = "at TIME slow NAME TIME until TIME";
        line.require(7, expected);
        line.requireWord(5, "until", expected);
        long reaction = line.time(4, "the reaction", 1, MAX_REACTION);
        yield new Deed.Slow(at, until(at, line, 6), process(line, 3), reaction);
      }
      case "clock" -> {
        String expected = "at TIME clock NAME RATE until TIME";
        line.require(7, expected);
        line.requireWord(5, "until", expected);
        int rate = (int) line.get(4).number("the rate", 0, MAX_RATE);
        yield new Deed.Clock(at, until(at, line, 6), process(line, 3), rate);
      }
      case "join" -> {
        line.require(4, "at TIME join NAME");
        yield new Deed.Join(at, process(line, 3));
      }
      default -> throw what.unknown("deed", DEEDS, String.join(", ", DEEDS));
    };
  }

  private Deed send(long at, WorldLine line) throws ConfigurationException {
    line.require(6, "at TIME send FROM TO AMOUNT");
    int from = process(line, 3);
    int to = process(line, 4);
    if (!topology.connects(from, to)) {
      throw line.get(3)
          .error(
              "the topology has no channel " + new Channel(line.get(3).text(), line.get(4).text()));
    }
    return new Deed.Pay(at, from, to, line.get(5).number("the amount", 1, Long.MAX_VALUE));
  }

  private Deed crash(long at, WorldLine line) throws ConfigurationException {
    String expected = "at TIME crash NAME WHERE skip N down TIME";
    line.require(9, expected);
    line.requireWord(5, "skip", expected);
    line.requireWord(7, "down", expected);
    return new Deed.Crash(
        at,
        process(line, 3),
        line.oneOf(4, "moment", Deed.Where.values(), Deed.Where::id),
        (int) line.get(6).number("the number of commits or sends", 0, MAX_SKIPPED),
        line.time(8, "the time", 1, MAX_DOWN));
  }

  private Deed partition(long at, WorldLine line) throws ConfigurationException {
    String expected = "at TIME partition until TIME FROM->TO … \"WHAT\"";
    line.requireAtLeast(5, expected);
    line.requireWord(3, "until", expected);
    List<List<Integer>> blocked = new ArrayList<>();
    for (int process = 0; process < topology.size(); process++) {
      blocked.add(new ArrayList<>());
    }
    for (int index = 5; index < line.count(); index++) {
      Words.Word pair = line.get(index);
      int arrow = pair.text().indexOf("->");
      if (arrow < 0) {
        throw pair.error("%s is not FROM->TO; expected %s".formatted(pair.quoted(), expected));
      }
      int from = process(new Words.Word(pair.text().substring(0, arrow), pair.place()));
      int to = process(new Words.Word(pair.text().substring(arrow + 2), pair.place()));
      if (from == to) {
        throw pair.error("%s cannot be cut off from itself".formatted(topology.name(from)));
      }
      if (blocked.get(from).contains(to)) {
        throw pair.error(pair.quoted() + " is there already");
      }
      blocked.get(from).add(to);
    }
    return new Deed.Partition(at, until(at, line, 4), line.requireText(expected), blocked);
  }

  private long until(long at, WorldLine line, int index) throws ConfigurationException {
    return line.time(index, "the time until then", at, MAX_UNTIL);
  }

  private static long timeout(WorldLine line, int index) throws ConfigurationException {
    return line.time(index, "the timeout", 0, MAX_TIMEOUT);
  }

  private int process(WorldLine line, int index) throws ConfigurationException {
    return process(line.get(index));
  }

  private int process(Words.Word word) throws ConfigurationException {
    int process = topology.index(word.text());
    if (process < 0) {
      throw word.unknown("process", topology.names(), "one of the lines process");
    }
    return process;
  }
}
