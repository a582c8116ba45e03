package cutline.cli.observe;

import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.SnapshotId;
import cutline.runtime.Observed;
import cutline.trace.Action;
import org.jspecify.annotations.Nullable;

/** What a member of a bank was observed to do, in the words of the event log. */
final class BranchActions {

  /** The longest text in a log. */
  private static final int MAX_TEXT = 200;

  /** What it holds, if all that it has done since that was last said is known. */
  private @Nullable Long balance;

  private long last;

  /** Of a member that begins with this balance, if it begins now. */
  BranchActions(long opening) {
    this.balance = opening;
  }

  /** The action. */
  Action action(long number, Observed<BranchState, Transfer> what) {
    if (number != last + 1) {
      balance = null;
    }
    last = number;
    return switch (what) {
      case Observed.Resumed<BranchState, Transfer>(BranchState state, SnapshotId restored) -> {
        balance = state.balance();
        yield restored == null
            ? new Action.Restart(balance)
            : new Action.Restore(restored.toString(), balance);
      }
      case Observed.Sent<BranchState, Transfer>(String to, String id, Transfer transfer) ->
          new Action.Send(to, id, transfer.amount(), add(-transfer.amount()));
      case Observed.Received<BranchState, Transfer> received ->
          new Action.Receive(
              received.from(),
              received.id(),
              received.message().amount(),
              add(received.message().amount()),
              received.inFlight().stream().map(SnapshotId::toString).toList());
      case Observed.StateRecorded<BranchState, Transfer>(
              SnapshotId snapshot,
              BranchState state) -> {
        balance = state.balance();
        yield new Action.RecordState(snapshot.toString(), balance);
      }
      case Observed.MarkerSent<BranchState, Transfer>(String to, String id, SnapshotId snapshot) ->
          new Action.MarkerSend(to, id, snapshot.toString());
      case Observed.MarkerReceived<BranchState, Transfer>(
              String from,
              String id,
              SnapshotId snapshot) ->
          new Action.MarkerReceive(from, id, snapshot.toString());
      case Observed.ChannelClosed<BranchState, Transfer>(String from, SnapshotId snapshot) ->
          new Action.ChannelClosed(from, snapshot.toString());
      case Observed.PartComplete<BranchState, Transfer>(SnapshotId snapshot) ->
          new Action.Complete(snapshot.toString());
      case Observed.GivenUp<BranchState, Transfer>(SnapshotId snapshot, String reason) ->
          new Action.Abort(
              snapshot.toString(),
              reason.length() <= MAX_TEXT ? reason : reason.substring(0, MAX_TEXT - 1) + "…");
    };
  }

  private @Nullable Long add(long amount) {
    Long before = balance;
    balance = before == null ? null : before + amount;
    return balance;
  }
}
