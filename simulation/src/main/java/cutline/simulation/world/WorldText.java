package cutline.simulation.world;

import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.simulation.Deed;
import cutline.simulation.Plan;
import cutline.simulation.Violation;
import cutline.simulation.Weather;
import cutline.simulation.bug.Bug;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Writes a world file, as {@link WorldParser} reads it. */
final class WorldText {

  private static final long MILLISECOND = 1_000_000;

  private final Plan plan;
  private final Topology topology;
  private final StringBuilder text = new StringBuilder();

  private WorldText(Plan plan) {
    this.plan = plan;
    this.topology = plan.topology();
  }

  static String of(Plan plan, @Nullable Bug bug, @Nullable Violation found, List<String> comments) {
    WorldText world = new WorldText(plan);
    comments.forEach(comment -> world.line("# " + comment));
    world.setting();
    plan.deeds()
        .forEach(deed -> world.line("at %s %s".formatted(time(deed.at()), world.say(deed))));
    if (bug != null) {
      world.line("break " + bug.id());
    }
    world.line(
        found == null
            ? "expect no violation"
            : "expect violation %s \"%s\"".formatted(found.law().id(), Expected.sentence(found)));
    return world.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void setting() {
    line("seed " + plan.seed());
    for (int process = 0; process < topology.size(); process++) {
      line("process %s %d".formatted(topology.name(process), plan.openingBalances().get(process)));
    }
    channels();
    Weather weather = plan.weather();
    if (weather.moneyDelay() > 0) {
      line("delay " + time(weather.moneyDelay()));
    }
    share("late", weather.late());
    share("reorder", weather.reordered());
    share("duplicate", weather.duplicated());
    share("loss", weather.lost());
    line("end " + time(plan.end()));
  }

  private void channels() {
    SortedMap<Channel, ChannelOrder> channels = topology.channels();
    for (ChannelOrder order : ChannelOrder.values()) {
      if (topology.size() > 1
          && channels.equals(Topology.complete(topology.names(), order).channels())) {
        line("channels " + word(order));
        return;
      }
    }
    channels.forEach((channel, order) ->
        line("channel %s %s %s".formatted(channel.from(), channel.to(), word(order))));
  }

  private static String word(ChannelOrder order) {
    return switch (order) {
      case FIFO -> "fifo";
      case NON_FIFO -> "non-fifo";
    };
  }

  private void share(String name, double share) {
    if (share > 0) {
      line(name + " " + BigDecimal.valueOf(share).toPlainString());
    }
  }

  private static String time(long nanos) {
    return nanos % MILLISECOND == 0
        ? WorldLine.text(nanos)
        : BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + "ms";
  }

  private String name(int process) {
    return topology.name(process);
  }

  private String say(Deed deed) {
    return switch (deed) {
      case Deed.Pay pay ->
          "send %s %s %d".formatted(name(pay.from()), name(pay.to()), pay.amount());
      case Deed.Initiate initiate ->
          "snapshot %s timeout %s".formatted(name(initiate.process()), time(initiate.timeout()));
      case Deed.Restore restore ->
          "restore %s back %d timeout %s"
              .formatted(name(restore.process()), restore.back(), time(restore.timeout()));
      case Deed.Crash crash ->
          "crash %s %s skip %d down %s"
              .formatted(
                  name(crash.process()), crash.where().id(), crash.skipped(), time(crash.down()));
      case Deed.Partition partition -> say(partition);
      case Deed.Slow slow ->
          "slow %s %s until %s"
              .formatted(name(slow.process()), time(slow.reaction()), time(slow.until()));
      case Deed.Clock clock ->
          "clock %s %d until %s"
              .formatted(name(clock.process()), clock.rate(), time(clock.until()));
      case Deed.Join join -> "join " + name(join.process());
    };
  }

  private String say(Deed.Partition partition) {
    StringBuilder said = new StringBuilder("partition until ").append(time(partition.until()));
    for (int from = 0; from < partition.blocked().size(); from++) {
      for (int to : partition.blocked().get(from)) {
        said.append(' ').append(name(from)).append("->").append(name(to));
      }
    }
    return said.append(" \"").append(partition.shape()).append('"').toString();
  }
}
