package cutline.core;

/**
 * The message that carries a cut along a channel. It is never part of a channel's state.
 *
 * @param id the snapshot it belongs to
 * @param messagesBefore how many application messages its sender had sent on this channel before
 *     its cut (Mattern 1993: a counter in place of an empty channel)
 */
public record Marker(SnapshotId id, long messagesBefore) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the count is negative
   */
  public Marker {
    if (messagesBefore < 0) {
      throw new IllegalArgumentException(
          "marker of %s counts %d messages".formatted(id, messagesBefore));
    }
  }
}
