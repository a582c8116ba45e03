package cutline.console.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has come of an order, or happened by itself.
 *
 * @param text in a sentence or two
 * @param order the order, or null
 * @param done whether it was carried out
 * @param balances of a naive sum, those that were answered, in the order of asking; else empty
 */
public record Notice(String text, @Nullable Order order, boolean done, Map<String, Long> balances) {

  /** Something has happened by itself. */
  public static Notice of(String text) {
    return new Notice(text, null, true, Map.of());
  }

  /** An order was carried out, or was not. */
  public static Notice of(Order order, boolean done, String text) {
    return new Notice(text, order, done, Map.of());
  }
}
