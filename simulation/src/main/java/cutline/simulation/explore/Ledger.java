package cutline.simulation.explore;

import cutline.core.Topology;
import java.util.ArrayList;
import java.util.List;

/** Finds the transfer that makes money appear or vanish, when there is not what there was. */
final class Ledger {

  private final List<Local> processes;
  private final List<Money> inChannels;
  private final Topology topology;

  /**
   * @param processes by number
   * @param inChannels what is on its way, or held until its sender's commit
   */
  Ledger(Topology topology, List<Local> processes, List<Money> inChannels) {
    this.topology = topology;
    this.processes = processes;
    this.inChannels = inChannels;
  }

  /** What is wrong, in words. */
  String verdict() {
    for (Money money : inChannels) {
      if (money.number() > processes.get(money.from()).sent().get(money.to())) {
        return "%s is on its way, and %s has never sent it"
            .formatted(money.say(topology), topology.name(money.from()));
      }
    }
    for (Money money : sent()) {
      boolean isOnItsWay = inChannels.contains(money);
      boolean hasArrived = hasArrived(money);
      if (isOnItsWay && hasArrived) {
        return money.say(topology) + " has arrived, and is still on its way";
      }
      if (!isOnItsWay && !hasArrived) {
        return money.say(topology) + " is lost";
      }
    }
    return "no single transfer is to blame";
  }

  private List<Money> sent() {
    List<Money> sent = new ArrayList<>();
    for (Local process : processes) {
      for (int to = 0; to < processes.size(); to++) {
        for (int number = 1; number <= process.sent().get(to); number++) {
          sent.add(new Money(process.self(), to, number));
        }
      }
    }
    return sent;
  }

  private boolean hasArrived(Money money) {
    int bits = processes.get(money.to()).received().get(money.from());
    return (bits & 1 << (money.number() - 1)) != 0;
  }
}
