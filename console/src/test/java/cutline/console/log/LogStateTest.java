package cutline.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.ChannelOrder;
import cutline.trace.Action;
import cutline.trace.Event;
import cutline.trace.LogHeader;
import cutline.trace.Processes;
import cutline.trace.VectorClock;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the total is worth where the log has gaps. */
class LogStateTest {

  private static final Processes AB = new Processes(List.of("A", "B"));

  private long seq;

  private static LogState state(ChannelOrder order) {
    return new LogState(
        new LogShape(
            new LogHeader("b1", AB, null, 2_000L, order), null, Map.of("A", 1_000L, "B", 1_000L)));
  }

  private void happens(LogState state, int second, String process, Action action) {
    long at = TimeUnit.SECONDS.toMicros(second);
    state.apply(new Event(++seq, at, process, VectorClock.zero(AB), action));
  }

  private void sends(LogState state, int second, String message, long amount) {
    happens(state, second, "A", new Action.Send("B", message, amount, null));
  }

  private void receives(LogState state, int second, String message, long amount) {
    happens(state, second, "B", new Action.Receive("A", message, amount, null, List.of()));
  }

  private void otherChannelIsCertain(LogState state, int second) {
    happens(state, second, "B", new Action.Send("A", "0.1", 1, null));
    happens(state, second, "A", new Action.Receive("B", "0.1", 1, null, List.of()));
  }

  private static void assertCertain(LogState state, long total) {
    assertThat(state.total()).isEqualTo(BigInteger.valueOf(total));
    assertThat(state.uncertain()).isNull();
  }

  private static void assertNotCertain(LogState state, long total) {
    assertThat(state.total()).isEqualTo(BigInteger.valueOf(total));
    assertThat(state.uncertain()).isEqualTo("the log has a gap at B: it was away");
  }

  @Test
  void onFifoChannelsTheNextMessageShowsWhatHasArrivedInTheGap() {
    LogState state = state(ChannelOrder.FIFO);
    sends(state, 1, "0.1", 40);
    assertCertain(state, 2_000);
    happens(state, 2, "B", new Action.Gap("it was away", 1_040L));
    assertNotCertain(state, 2_040);
    sends(state, 3, "0.2", 5);
    receives(state, 4, "0.2", 5);
    otherChannelIsCertain(state, 5);
    assertCertain(state, 2_000);
  }

  @Test
  void whereMessagesOvertakeEachOtherTheNextOneShowsNothing() {
    LogState state = state(ChannelOrder.NON_FIFO);
    sends(state, 1, "0.1", 40);
    happens(state, 2, "B", new Action.Gap("it was away", 1_000L));
    sends(state, 3, "0.2", 5);
    receives(state, 4, "0.2", 5);
    assertNotCertain(state, 2_000);
    receives(state, 5, "0.1", 40);
    assertNotCertain(state, 2_000);
    assertThat(state.inFlightTotal()).isZero();
  }

  /** Two seconds, and twice as long as a message was on its way at most. */
  @Test
  void whatWasSentLongBeforeHasArrived() {
    LogState state = state(ChannelOrder.NON_FIFO);
    sends(state, 1, "0.1", 5);
    receives(state, 4, "0.1", 5);
    sends(state, 5, "0.2", 40);
    happens(state, 6, "B", new Action.Gap("it was away", 1_045L));
    assertNotCertain(state, 2_040);
    sends(state, 13, "0.3", 5);
    receives(state, 14, "0.3", 5);
    assertNotCertain(state, 2_040);
    sends(state, 15, "0.4", 5);
    receives(state, 16, "0.4", 5);
    otherChannelIsCertain(state, 17);
    assertCertain(state, 2_000);
  }

  /** What waited for a process to come back says nothing of how long messages take. */
  @Test
  void aMessageToADeadProcessWasNotLongOnItsWay() {
    LogState state = state(ChannelOrder.NON_FIFO);
    sends(state, 1, "0.1", 5);
    happens(state, 100, "B", new Action.Gap("it was away", 1_000L));
    receives(state, 100, "0.1", 5);
    sends(state, 101, "0.2", 5);
    receives(state, 102, "0.2", 5);
    assertNotCertain(state, 2_000);
    sends(state, 105, "0.3", 5);
    receives(state, 105, "0.3", 5);
    otherChannelIsCertain(state, 105);
    assertCertain(state, 2_000);
  }

  @Test
  void aStrangeClockIsNoReasonToForgetMoney() {
    LogState state = state(ChannelOrder.NON_FIFO);
    sends(state, 1, "0.1", 5);
    state.apply(
        new Event(
            ++seq,
            Long.MAX_VALUE,
            "B",
            VectorClock.zero(AB),
            new Action.Receive("A", "0.1", 5, null, List.of())));
    sends(state, 2, "0.2", 40);
    happens(state, 3, "B", new Action.Gap("it was away", 1_005L));
    sends(state, 4, "0.3", 5);
    receives(state, 5, "0.3", 5);
    assertNotCertain(state, 2_000);
  }
}
