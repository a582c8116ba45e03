package cutline.runtime;

/**
 * Another process as a {@link Node} sees it.
 *
 * @param name the other process
 * @param isConnected whether there is a connection now
 * @param isMet whether there was one once, in this life or an earlier one
 */
public record PeerStatus(String name, boolean isConnected, boolean isMet) {}
