package cutline.console.log;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one process has recorded so far of one undecided snapshot. */
public final class Recording {

  /** What has been recorded of a channel. */
  public record Recorded(long count, long sum) {

    static final Recorded NOTHING = new Recorded(0, 0);
  }

  private final long recordedAt;
  private final @Nullable Long balance;
  private final Map<String, Recorded> open = new LinkedHashMap<>();
  private final Map<String, Recorded> closed = new LinkedHashMap<>();
  private boolean complete;

  Recording(long recordedAt, @Nullable Long balance, Collection<String> senders) {
    this.recordedAt = recordedAt;
    this.balance = balance;
    senders.forEach(sender -> open.put(sender, Recorded.NOTHING));
  }

  Recording copy() {
    Recording copy = new Recording(recordedAt, balance, open.keySet());
    copy.open.putAll(open);
    copy.closed.putAll(closed);
    copy.complete = complete;
    return copy;
  }

  void count(String sender, long amount) {
    Map<String, Recorded> channels = open.containsKey(sender) ? open : closed;
    Recorded before = channels.getOrDefault(sender, Recorded.NOTHING);
    channels.put(sender, new Recorded(before.count() + 1, Math.addExact(before.sum(), amount)));
  }

  void close(String sender) {
    Recorded recorded = open.remove(sender);
    closed.putIfAbsent(sender, recorded == null ? Recorded.NOTHING : recorded);
  }

  void complete() {
    complete = true;
  }

  /** The event at which the process recorded its state. */
  public long recordedAt() {
    return recordedAt;
  }

  /** The state that it recorded, in dollars, or null if that is not known. */
  public @Nullable Long balance() {
    return balance;
  }

  /** Per sender whose channel is being recorded, what it has so far. */
  public Map<String, Recorded> open() {
    return open;
  }

  /** Per sender whose channel is done. */
  public Map<String, Recorded> closed() {
    return closed;
  }

  /** Whether its part is final. */
  public boolean isComplete() {
    return complete;
  }
}
