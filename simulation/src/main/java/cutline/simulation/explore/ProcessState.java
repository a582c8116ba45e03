package cutline.simulation.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * A process with what is not durable yet.
 *
 * @param durable what a crash goes back to
 * @param now what it is without a crash
 * @param taken what it has taken from its channels since the last commit
 * @param held what leaves with the next commit
 */
record ProcessState(Local durable, Local now, List<Sending> taken, List<Sending> held) {

  static ProcessState committed(Local local) {
    return new ProcessState(local, local, List.of(), List.of());
  }

  boolean isCommitted() {
    return taken.isEmpty() && held.isEmpty() && durable.equals(now);
  }

  /** It after one more step, which is not durable. */
  ProcessState with(List<Sending> moreTaken, Local after, List<Sending> moreHeld) {
    return new ProcessState(durable, after, joined(taken, moreTaken), joined(held, moreHeld));
  }

  /** Balance and money that is held: with what is in the channels, there is always the same. */
  long money() {
    long money = now.balance();
    for (Sending sending : held) {
      if (sending.entry() instanceof Entry.OfMoney(Money moved, var _)) {
        money += moved.amount();
      }
    }
    return money;
  }

  private static <T> List<T> joined(List<T> one, List<T> other) {
    List<T> all = new ArrayList<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }
}
