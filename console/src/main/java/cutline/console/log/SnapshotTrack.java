package cutline.console.log;

import cutline.core.Channel;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How one snapshot went, as the events tell of it. */
public final class SnapshotTrack {

  /** A channel whose recorded state is final. */
  public record Closed(String from, long at, long count, long sum) {}

  /** A message that was recorded as in flight. */
  public record InFlight(Channel channel, String message, long amount) {}

  /** What was decided, in the words of whoever knows it better than the events. */
  public record Decision(
      String status, @Nullable String reason, String startedAt, long durationMicros) {}

  /** One process's part in it. Times are microseconds, null if it has not come to that. */
  public static final class Part {
    @Nullable Long firstMarker;
    @Nullable Long recorded;
    long recordedSeq;
    @Nullable Long balance;
    @Nullable Long complete;
    final List<Closed> closed = new ArrayList<>();

    Part() {}

    /** When its first marker came; null at the initiator, too. */
    public @Nullable Long firstMarker() {
      return firstMarker;
    }

    /** When it recorded its state. */
    public @Nullable Long recorded() {
      return recorded;
    }

    /** The event with which it did. */
    public long recordedSeq() {
      return recordedSeq;
    }

    /** What it recorded, in dollars. */
    public @Nullable Long balance() {
      return balance;
    }

    /** When its part was final. */
    public @Nullable Long complete() {
      return complete;
    }

    /** Its channels whose state is final, in that order. */
    public List<Closed> closed() {
      return closed;
    }
  }

  final String id;
  final String initiator;
  final long first;
  long last;
  final Map<String, Part> parts = new LinkedHashMap<>();
  final List<InFlight> inFlight = new ArrayList<>();
  @Nullable String abort;
  @Nullable String gap;
  @Nullable Decision decision;
  @Nullable NaiveSum naive;

  SnapshotTrack(String id, String initiator, long first, Iterable<String> processes) {
    this.id = id;
    this.initiator = initiator;
    this.first = first;
    this.last = first;
    processes.forEach(process -> parts.put(process, new Part()));
  }

  /** Whether the parts of all processes are final. */
  boolean isWhole() {
    return parts.values().stream().allMatch(part -> part.complete != null);
  }

  /** The snapshot's id. */
  public String id() {
    return id;
  }

  /** Who recorded first. */
  public String initiator() {
    return initiator;
  }

  /** Its first event. */
  public long first() {
    return first;
  }

  /** Its last event so far. */
  public long last() {
    return last;
  }

  /** Per process, its part. */
  public Map<String, Part> parts() {
    return parts;
  }

  /** What was recorded as in flight, in the order of arrival. */
  public List<InFlight> inFlight() {
    return inFlight;
  }

  /** What adding up balances instead would have given, or null if that is not known. */
  public @Nullable NaiveSum naive() {
    return naive;
  }

  /** What was decided, if somebody has said so. */
  public @Nullable Decision decision() {
    return decision;
  }

  /** COMPLETE, INCOMPLETE, ABORTED or UNDECIDED. */
  public String status() {
    if (decision != null) {
      return decision.status();
    }
    if (isWhole()) {
      return gap == null ? "COMPLETE" : "INCOMPLETE";
    }
    return abort == null ? "UNDECIDED" : "ABORTED";
  }

  /** Why it is not complete, in a sentence; null if it is or is not decided. */
  public @Nullable String reason() {
    if (decision != null) {
      return decision.reason();
    }
    return isWhole() ? gap : abort;
  }

  /** The amounts in flight, per channel that is not empty. */
  public SortedMap<Channel, List<Long>> amounts() {
    SortedMap<Channel, List<Long>> amounts = new TreeMap<>();
    for (InFlight message : inFlight) {
      amounts.computeIfAbsent(message.channel(), _ -> new ArrayList<>()).add(message.amount());
    }
    return amounts;
  }

  /** The sum of the balances that are known. */
  public BigInteger balanceTotal() {
    BigInteger sum = BigInteger.ZERO;
    for (Part part : parts.values()) {
      Long balance = part.balance;
      sum = balance == null ? sum : sum.add(BigInteger.valueOf(balance));
    }
    return sum;
  }

  /** The money in flight. */
  public BigInteger inFlightTotal() {
    return inFlight.stream()
        .map(message -> BigInteger.valueOf(message.amount()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** How many channels are closed. */
  public int markers() {
    return parts.values().stream().mapToInt(part -> part.closed.size()).sum();
  }

  /** From the first record to the last completion, in microseconds; 0 if there is none. */
  public long durationMicros() {
    return Math.max(0, lastComplete() - firstRecord());
  }

  /** When the first process recorded its state; 0 if none did. */
  public long firstRecord() {
    long first = Long.MAX_VALUE;
    for (Part part : parts.values()) {
      Long recorded = part.recorded;
      first = recorded == null ? first : Math.min(first, recorded);
    }
    return first == Long.MAX_VALUE ? 0 : first;
  }

  long lastComplete() {
    long last = 0;
    for (Part part : parts.values()) {
      Long complete = part.complete;
      last = complete == null ? last : Math.max(last, complete);
    }
    return last;
  }

  /** Who was complete last, or whom it waits for longest; null if there is just one process. */
  public @Nullable String laggard() {
    if (parts.size() < 2) {
      return null;
    }
    String slowest = null;
    long latest = -1;
    for (Map.Entry<String, Part> entry : parts.entrySet()) {
      Part part = entry.getValue();
      Long complete = part.complete;
      // One that has not even recorded is behind one that has; both are behind those that are done.
      long when =
          complete != null
              ? complete
              : part.recorded == null ? Long.MAX_VALUE : Long.MAX_VALUE - 1 - part.closed.size();
      if (when > latest) {
        latest = when;
        slowest = entry.getKey();
      }
    }
    return slowest;
  }
}
