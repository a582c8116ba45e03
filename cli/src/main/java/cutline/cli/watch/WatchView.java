package cutline.cli.watch;

import cutline.bank.domain.BankSnapshot;
import cutline.cli.attach.MemberState;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a bank at one moment.
 *
 * @param id the bank's id
 * @param total what its members began with together, in dollars
 * @param rows the members
 * @param selected which row is selected, -1 for none
 * @param snapshots those that were taken from here, the newest first
 * @param message what there is to say just now, or empty
 * @param isHelp whether the keys are explained instead of all that
 */
record WatchView(
    String id,
    long total,
    List<Row> rows,
    int selected,
    List<Taken> snapshots,
    String message,
    boolean isHelp) {

  /**
   * A member.
   *
   * @param obstacle why it is not reachable, if it is not
   * @param balance in dollars
   * @param sentRate transfers a second that have left lately
   * @param receivedRate transfers a second that have come lately
   * @param connected how many others it is connected to
   * @param peers how many others there are
   */
  record Row(
      String name,
      MemberState state,
      String obstacle,
      long balance,
      double sentRate,
      double receivedRate,
      int connected,
      int peers) {

    boolean isKnown() {
      return state != MemberState.ASKED && state != MemberState.UNREACHABLE;
    }
  }

  /**
   * A snapshot.
   *
   * @param number counts them, from 1
   * @param from who has initiated it
   * @param arrived how many markers have closed a channel so far
   * @param markers how many there will be, 0 if that is not known yet
   * @param result how it has ended, or null if it goes on
   */
  record Taken(int number, String from, int arrived, int markers, @Nullable BankSnapshot result) {}

  /** The sum of the balances that are known. */
  BigInteger balances() {
    return rows.stream()
        .filter(Row::isKnown)
        .map(row -> BigInteger.valueOf(row.balance()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Whose balance is not known. */
  List<String> unknown() {
    return rows.stream().filter(row -> !row.isKnown()).map(Row::name).toList();
  }
}
