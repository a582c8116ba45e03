package cutline.simulation.explore;

import static java.util.Objects.requireNonNull;

import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a complete snapshot against what an onlooker has seen at its cuts. */
final class CutCheck {

  private final SmallWorld world;
  private final Topology topology;
  private final GlobalSnapshot<Cut, Money> snapshot;
  private final @Nullable SnapshotId id;

  private CutCheck(SmallWorld world, Topology topology, GlobalSnapshot<Cut, Money> snapshot) {
    this.world = world;
    this.topology = topology;
    this.snapshot = snapshot;
    this.id = snapshot.id();
  }

  /**
   * Checks a snapshot.
   *
   * @throws Broken if it is not a consistent global state
   */
  static void check(SmallWorld world, Topology topology, GlobalSnapshot<Cut, Money> snapshot) {
    CutCheck check = new CutCheck(world, topology, snapshot);
    for (int from = 0; from < topology.size(); from++) {
      for (int to : topology.outgoing(from)) {
        check.channelIsExact(from, to);
      }
    }
    check.totalIsExact();
  }

  private Cut cut(int process) {
    return requireNonNull(snapshot.states().get(topology.name(process)));
  }

  private void channelIsExact(int from, int to) {
    Channel channel = new Channel(topology.name(from), topology.name(to));
    List<Money> recorded = snapshot.channels().getOrDefault(channel, List.of());
    List<Money> crossing = new ArrayList<>();
    for (int number = 1; number <= world.transfers(); number++) {
      Money money = new Money(from, to, number);
      boolean sent = cut(from).hasSent(money);
      boolean received = cut(to).hasReceived(money);
      if (received && !sent) {
        throw Broken.of(
            "in snapshot %s, %s counted in its balance the $%d that %s sent after %s's cut (%s)",
            id, channel.to(), money.amount(), channel.from(), channel.from(), money.say(topology));
      }
      if (sent && !received) {
        crossing.add(money);
      }
    }
    for (Money money : recorded) {
      requireCrossing(channel, money, crossing);
    }
    for (Money money : crossing) {
      if (!recorded.contains(money)) {
        throw Broken.of(
            "snapshot %s lacks the $%d that %s sent before its cut and %s received after its own (%s)",
            id, money.amount(), channel.from(), channel.to(), money.say(topology));
      }
    }
    if (world.isFifo() ? !recorded.equals(crossing) : recorded.size() != crossing.size()) {
      throw Broken.of(
          "snapshot %s has transfers of %s twice or in another order than that of their sending: %s",
          id, channel, recorded.stream().map(money -> money.say(topology)).toList());
    }
  }

  private void requireCrossing(Channel channel, Money money, List<Money> crossing) {
    if (crossing.contains(money)) {
      return;
    }
    if (cut(money.from()).hasSent(money)) {
      throw Broken.of(
          "snapshot %s counts the $%d of %s twice: in the balance of %s, which had received it before its cut, and on %s (%s)",
          id, money.amount(), channel.from(), channel.to(), channel, money.say(topology));
    }
    throw Broken.of(
        "in snapshot %s, %s counted on %s the $%d that %s sent after its cut (%s)",
        id, channel.to(), channel, money.amount(), channel.from(), money.say(topology));
  }

  private void totalIsExact() {
    long sum = 0;
    for (Cut cut : snapshot.states().values()) {
      sum += cut.balance();
    }
    for (List<Money> channel : snapshot.channels().values()) {
      for (Money money : channel) {
        sum += money.amount();
      }
    }
    if (sum != world.total()) {
      throw Broken.of("snapshot %s adds up to $%d, and there are $%d", id, sum, world.total());
    }
  }
}
