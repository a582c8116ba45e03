package cutline.simulation;

import cutline.core.SnapshotId;
import cutline.runtime.Observed;
import cutline.trace.Action;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a member of a bank was observed to do, in the words of the event log.
 *
 * @param <S> its local state
 * @param <M> its messages
 */
public final class ObservedActions<S, M> {

  /** The longest text in a log. */
  private static final int MAX_TEXT = 200;

  private final ToLongFunction<? super S> balances;
  private final ToLongFunction<? super M> amounts;

  /** What it holds, if all that it has done since that was last said is known. */
  private @Nullable Long balance;

  private long last;

  /**
   * Of a member to which nothing has happened.
   *
   * @param opening what it begins with, in dollars
   * @param balances what it holds in a state
   * @param amounts how much money a message is
   */
  public ObservedActions(
      long opening, ToLongFunction<? super S> balances, ToLongFunction<? super M> amounts) {
    this.balance = opening;
    this.balances = balances;
    this.amounts = amounts;
  }

  /**
   * The action.
   *
   * @param number as the {@link cutline.runtime.Observer} was told it
   */
  public Action action(long number, Observed<S, M> what) {
    if (number != last + 1) {
      balance = null;
    }
    last = number;
    return switch (what) {
      case Observed.Resumed<S, M>(S state, SnapshotId restored) -> {
        balance = balances.applyAsLong(state);
        yield restored == null
            ? new Action.Restart(balance)
            : new Action.Restore(restored.toString(), balance);
      }
      case Observed.Sent<S, M>(String to, String id, M message) ->
          new Action.Send(to, id, amounts.applyAsLong(message), add(-amounts.applyAsLong(message)));
      case Observed.Received<S, M> received ->
          new Action.Receive(
              received.from(),
              received.id(),
              amounts.applyAsLong(received.message()),
              add(amounts.applyAsLong(received.message())),
              received.inFlight().stream().map(SnapshotId::toString).toList());
      case Observed.StateRecorded<S, M>(SnapshotId snapshot, S state) -> {
        balance = balances.applyAsLong(state);
        yield new Action.RecordState(snapshot.toString(), balance);
      }
      case Observed.MarkerSent<S, M>(String to, String id, SnapshotId snapshot) ->
          new Action.MarkerSend(to, id, snapshot.toString());
      case Observed.MarkerReceived<S, M>(String from, String id, SnapshotId snapshot) ->
          new Action.MarkerReceive(from, id, snapshot.toString());
      case Observed.ChannelClosed<S, M>(String from, SnapshotId snapshot) ->
          new Action.ChannelClosed(from, snapshot.toString());
      case Observed.PartComplete<S, M>(SnapshotId snapshot) ->
          new Action.Complete(snapshot.toString());
      case Observed.GivenUp<S, M>(SnapshotId snapshot, String reason) ->
          new Action.Abort(
              snapshot.toString(),
              reason.length() <= MAX_TEXT ? reason : reason.substring(0, MAX_TEXT - 1) + "…");
    };
  }

  /** What it holds, in dollars, if that is known. */
  public @Nullable Long balance() {
    return balance;
  }

  private @Nullable Long add(long amount) {
    Long before = balance;
    balance = before == null ? null : before + amount;
    return balance;
  }
}
