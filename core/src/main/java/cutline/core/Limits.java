package cutline.core;

/**
 * The bounds of what one process remembers about snapshots.
 *
 * @param snapshotsAtOnce how many undecided snapshots a process records at once, at least 1; above
 *     it an initiator refuses to start one, and a member joins only to say that it failed
 * @param recordedMessages how many messages in flight one snapshot may record at one process; above
 *     it the process reports that it failed
 * @param undecidedSpan how many numbers an initiator may use from its oldest undecided one on, at
 *     least 1; this bounds what all others remember about decided snapshots
 */
public record Limits(int snapshotsAtOnce, int recordedMessages, int undecidedSpan) {

  /** What serves a bank: 64 snapshots at once, a million messages each, a span of 1,024. */
  public static final Limits DEFAULT = new Limits(64, 1_000_000, 1_024);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Limits {
    if (snapshotsAtOnce < 1 || recordedMessages < 0 || undecidedSpan < 1) {
      throw new IllegalArgumentException("limits out of range");
    }
  }
}
