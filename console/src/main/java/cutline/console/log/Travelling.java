package cutline.console.log;

import org.jspecify.annotations.Nullable;

/**
 * A message in flight.
 *
 * @param id its id in its channel
 * @param sent the event that sent it
 * @param sentAt when that was, in microseconds since the log's start
 * @param era how often its sender had gone back to a snapshot before
 * @param amount in dollars; 0 if it is a marker
 * @param snapshot whose marker it is, or null if it is money
 */
public record Travelling(
    String id, long sent, long sentAt, int era, long amount, @Nullable String snapshot) {

  /** Whether it is money. */
  public boolean isMoney() {
    return snapshot == null;
  }
}
