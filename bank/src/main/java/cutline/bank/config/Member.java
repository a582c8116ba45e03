package cutline.bank.config;

import cutline.core.ChannelOrder;
import cutline.core.Topology;
import java.util.List;

/**
 * A branch as its bank knows it.
 *
 * @param name its name, unique in the bank
 * @param host a host name or an address
 * @param port 1 to 65535
 */
public record Member(String name, String host, int port) {

  /** As long as a name in the DNS can be. */
  private static final int MAX_HOST = 253;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one is out of range; the message is for people
   */
  public Member {
    Topology.complete(List.of(name), ChannelOrder.FIFO);
    if (host.isEmpty()
        || host.length() > MAX_HOST
        || host.codePoints()
            .anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new IllegalArgumentException("'" + host + "' is not a host name or an address");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
  }
}
