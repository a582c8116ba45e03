package cutline.bank.archive;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.TotalConserved;
import cutline.bank.domain.Transfer;
import cutline.core.Channel;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has moved from one snapshot of a bank to another one.
 *
 * @param balances per branch
 * @param channels per channel that had money in flight in either, how much that was
 */
public record SnapshotDifference(
    BankSnapshot then,
    BankSnapshot now,
    List<Moved<String>> balances,
    List<Moved<Channel>> channels) {

  /** A sum in both, in dollars. */
  public record Moved<T>(T where, BigInteger then, BigInteger now) {

    /** How much more it is now. */
    public BigInteger difference() {
      return now.subtract(then);
    }
  }

  /** Compares two snapshots of banks with the same members. */
  public static SnapshotDifference between(BankSnapshot then, BankSnapshot now) {
    List<Moved<String>> balances = new ArrayList<>();
    for (String branch :
        union(then.snapshot().states().keySet(), now.snapshot().states().keySet())) {
      balances.add(new Moved<>(branch, balance(then, branch), balance(now, branch)));
    }
    List<Moved<Channel>> channels = new ArrayList<>();
    for (Channel channel :
        union(then.snapshot().channels().keySet(), now.snapshot().channels().keySet())) {
      channels.add(new Moved<>(channel, inFlight(then, channel), inFlight(now, channel)));
    }
    return new SnapshotDifference(then, now, balances, channels);
  }

  private static <T extends Comparable<T>> TreeSet<T> union(Set<T> one, Set<T> other) {
    TreeSet<T> union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }

  private static BigInteger balance(BankSnapshot snapshot, String branch) {
    var state = snapshot.snapshot().states().get(branch);
    return BigInteger.valueOf(state == null ? 0 : state.balance());
  }

  private static BigInteger inFlight(BankSnapshot snapshot, Channel channel) {
    List<Transfer> transfers = snapshot.snapshot().channels().get(channel);
    return TotalConserved.sum(transfers == null ? List.of() : transfers);
  }
}
