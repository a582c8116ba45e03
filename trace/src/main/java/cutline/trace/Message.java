package cutline.trace;

import cutline.core.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a log: money, or a marker.
 *
 * @param channel where it went
 * @param id its id in the channel
 * @param sent the event that sent it, or null if the log does not have it
 * @param received the event that received it, or null if the log does not have it
 */
public record Message(Channel channel, String id, @Nullable Event sent, @Nullable Event received) {

  /** The dollars, or null if it is a marker. */
  public @Nullable Long amount() {
    if (sent != null && sent.action() instanceof Action.Send send) {
      return send.amount();
    }
    return received != null && received.action() instanceof Action.Receive receive
        ? receive.amount()
        : null;
  }

  /** The snapshot whose marker it is, or null if it is money. */
  public @Nullable String snapshot() {
    Event known = sent == null ? received : sent;
    return known != null && known.action() instanceof Action.OfSnapshot marker
        ? marker.snapshot()
        : null;
  }

  /** The snapshots in which its receiver counts it as in flight. */
  public List<String> recorded() {
    return received != null && received.action() instanceof Action.Receive receive
        ? receive.recorded()
        : List.of();
  }

  /** What it is, in words, as in {@code $40 (m12)} or {@code the marker m3}. */
  public String words() {
    Long dollars = amount();
    return dollars == null ? "the marker " + id : "%s (%s)".formatted(Story.dollars(dollars), id);
  }
}
