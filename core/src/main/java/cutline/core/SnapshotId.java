package cutline.core;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a snapshot: who initiated it, in which of its lives, and its number there. Ids
 * are never reused. Numbers of one initiator begin at 1 and have no gaps, also across its
 * incarnations; when the system goes back to a snapshot, they begin at 1 again. Of one initiator,
 * the smaller id is the older one.
 *
 * @param initiator the name of the process that initiated the snapshot
 * @param incarnation which life of the initiator, from 1
 * @param number the snapshot's number at its initiator, from 1
 */
public record SnapshotId(String initiator, long incarnation, long number)
    implements Comparable<SnapshotId> {

  private static final Comparator<SnapshotId> ORDER =
      Comparator.comparing(SnapshotId::initiator)
          .thenComparingLong(SnapshotId::incarnation)
          .thenComparingLong(SnapshotId::number);

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a part is out of range
   */
  public SnapshotId {
    if (initiator.isEmpty() || incarnation < 1 || number < 1) {
      throw new IllegalArgumentException(
          "not a snapshot id: '%s.%d.%d'".formatted(initiator, incarnation, number));
    }
  }

  /**
   * Reads {@code initiator.incarnation.number}; the initiator's name may contain dots.
   *
   * @throws IllegalArgumentException if {@code text} is not of that form
   */
  public static SnapshotId parse(String text) {
    int numberDot = text.lastIndexOf('.');
    int incarnationDot = text.lastIndexOf('.', numberDot - 1);
    if (incarnationDot < 1) {
      throw notAnId(text, null);
    }
    try {
      SnapshotId id =
          new SnapshotId(
              text.substring(0, incarnationDot),
              Long.parseLong(text, incarnationDot + 1, numberDot, 10),
              Long.parseLong(text, numberDot + 1, text.length(), 10));
      if (!id.toString().equals(text)) {
        throw notAnId(text, null);
      }
      return id;
    } catch (NumberFormatException e) {
      throw notAnId(text, e);
    }
  }

  private static IllegalArgumentException notAnId(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "not a snapshot id: '" + text + "' (expected initiator.incarnation.number, as in A.1.7)",
        cause);
  }

  @Override
  public int compareTo(SnapshotId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return initiator + "." + incarnation + "." + number;
  }
}
