package cutline.trace;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of one snapshot from outside.
 *
 * @param cut its record points
 * @param status what it is
 * @param reason why it is neither consistent nor inconsistent, in a sentence; else null
 * @param violations what is wrong with it; empty unless it is inconsistent
 * @param crossing the money that crosses the cut forward, in the order of sending
 * @param balanceTotal the sum of the balances that were recorded, or null if one is not known
 * @param inFlightTotal the sum of the money that was recorded as in flight
 */
public record Verdict(
    Cut cut,
    Status status,
    @Nullable String reason,
    List<Violation> violations,
    List<Message> crossing,
    @Nullable BigInteger balanceTotal,
    BigInteger inFlightTotal) {

  /** What a snapshot is, seen from outside. */
  public enum Status {
    /** A global state in which the system may have been. */
    CONSISTENT,
    /** It claims to be a global state, and is none. */
    INCONSISTENT,
    /** Parts of it are missing at the end of the log. */
    INCOMPLETE,
    /** It was given up. */
    ABORTED,
    /** Nothing is wrong with it, but the log has gaps. */
    UNPROVEN
  }

  /** Keeps copies of the lists. */
  public Verdict {
    violations = List.copyOf(violations);
    crossing = List.copyOf(crossing);
  }

  /** The snapshot's id. */
  public String snapshot() {
    return cut.snapshot();
  }

  /** Balances and money in flight together, or null if a balance is not known. */
  public @Nullable BigInteger total() {
    return balanceTotal == null ? null : balanceTotal.add(inFlightTotal);
  }
}
