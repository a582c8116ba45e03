package cutline.cli.live;

import cutline.bank.MemberWatch;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.SnapshotId;
import cutline.runtime.Observed;
import cutline.simulation.ObservedActions;
import cutline.trace.Action;
import cutline.trace.Observation;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** One member of a bank as it looks from outside, in the words of the event log. */
final class MemberView implements MemberWatch.Sink {

  /** Clocks that differ by more are not believed. */
  private static final long DAY = Duration.ofDays(1).toNanos() / 1_000;

  /** Nobody goes back so often while nobody looks. */
  private static final long MOST_MISSED = 64;

  private final String member;
  private final LongUnaryOperator firstEra;
  private final Consumer<Observation> log;
  private final Consumer<String> notices;

  private ObservedActions<BranchState, Transfer> actions = actions(0);
  private long observed;
  private boolean hasBegun;
  private boolean isAway;
  private String refusal = "";
  private long era;
  private long viewedFrom;

  /**
   * Of a member that nothing is known of.
   *
   * @param firstEra given the member's era, that in which the view of the bank begins
   * @param log takes what it does, in time since 1970
   * @param notices takes what people are to read
   */
  MemberView(
      String member,
      LongUnaryOperator firstEra,
      Consumer<Observation> log,
      Consumer<String> notices) {
    this.member = member;
    this.firstEra = firstEra;
    this.log = log;
    this.notices = notices;
  }

  private static ObservedActions<BranchState, Transfer> actions(long balance) {
    return new ObservedActions<>(balance, BranchState::balance, Transfer::amount);
  }

  @Override
  public void begins(long balance, long inEra, @Nullable SnapshotId restored) {
    long now = LiveLog.now();
    String reason = hasBegun ? "it was not observed for a while" : "it is observed from here on";
    if (!hasBegun) {
      viewedFrom = firstEra.applyAsLong(inEra);
      era = Math.min(viewedFrom, inEra);
    }
    for (long missed = Math.min(inEra - era, MOST_MISSED); missed > 0; missed--) {
      goesBack(now, String.valueOf(restored), balance);
    }
    era = inEra;
    take(now, new Action.Gap(reason, balance));
    actions = actions(balance);
    observed = 0;
    hasBegun = true;
    refusal = "";
  }

  @Override
  public void goesOn() {
    if (isAway) {
      isAway = false;
      take(LiveLog.now(), new Action.Restart(actions.balance()));
      notices.accept(member + " is there.");
    }
  }

  @Override
  public void observed(long at, Observed<BranchState, Transfer> what) {
    switch (actions.action(++observed, what)) {
      case Action.Restore(String snapshot, Long balance) -> goesBack(at, snapshot, balance);
      case Action action -> take(at, action);
    }
  }

  /** If others have gone back before they were looked at, this one only follows them. */
  private void goesBack(long at, String snapshot, @Nullable Long balance) {
    era++;
    take(
        at,
        era <= viewedFrom
            ? new Action.Gap("it goes back to snapshot " + snapshot, balance)
            : new Action.Restore(snapshot, balance));
  }

  @Override
  public void connected(long at, String peer) {
    take(at, new Action.Connect(peer));
  }

  @Override
  public void disconnected(long at, String peer) {
    take(at, new Action.Disconnect(peer));
  }

  @Override
  public void away(String reason) {
    if (!isAway) {
      isAway = true;
      take(LiveLog.now(), new Action.Kill());
      notices.accept("%s cannot be observed: %s.".formatted(member, reason));
    }
  }

  @Override
  public void refused(String reason) {
    if (!reason.equals(refusal)) {
      refusal = reason;
      notices.accept("%s cannot be observed: %s.".formatted(member, reason));
    }
  }

  private void take(long at, Action action) {
    long now = LiveLog.now();
    boolean isCredible = at > now - DAY && at < now + DAY;
    log.accept(new Observation(member, isCredible ? at : now, action));
  }
}
