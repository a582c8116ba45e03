package cutline.console.log;

import cutline.core.Channel;
import cutline.core.ChannelOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which channels may hold more or less than the log says, because something is missing in it. A
 * channel is certain again when a message has arrived on it before which whatever was sent until
 * the gap has arrived, too: on a FIFO channel the first that was sent after the gap, on another one
 * the first that was sent so much later that nothing has ever been on its way for so long.
 */
final class Uncertainty {

  /** What a message may take longer than twice the time that any has taken, in microseconds. */
  private static final long MARGIN = TimeUnit.SECONDS.toMicros(2);

  private final ChannelOrder order;
  private final Map<Channel, Gap> gaps = new HashMap<>();
  private @Nullable String reason;

  /** How long a message was on its way at most, of those that did not wait for a receiver. */
  private long longest;

  private record Gap(long seq, long at) {}

  Uncertainty(ChannelOrder order) {
    this.order = order;
  }

  Uncertainty copy() {
    Uncertainty copy = new Uncertainty(order);
    copy.gaps.putAll(gaps);
    copy.reason = reason;
    copy.longest = longest;
    return copy;
  }

  /** Something is missing before an event. */
  void gap(Channel channel, long seq, long at, String what) {
    gaps.put(channel, new Gap(seq, at));
    reason = what;
  }

  boolean of(Channel channel) {
    return gaps.containsKey(channel);
  }

  /** Whether what was sent by an event on the channel of a message arrives before that. */
  boolean isAhead(long seq, long at, Travelling message) {
    return order == ChannelOrder.FIFO
        ? seq < message.sent()
        : (message.sentAt() - at - MARGIN) / 2 > longest;
  }

  /** A message has arrived, at this time. */
  void arrived(Channel channel, Travelling message, long at) {
    Gap gap = gaps.get(channel);
    if (gap == null || gap.at() <= message.sentAt()) {
      longest = Math.max(longest, at - message.sentAt());
    }
    if (gap != null && isAhead(gap.seq(), gap.at(), message)) {
      gaps.remove(channel);
    }
  }

  void clear() {
    gaps.clear();
  }

  @Nullable String reason() {
    return gaps.isEmpty() ? null : reason;
  }
}
