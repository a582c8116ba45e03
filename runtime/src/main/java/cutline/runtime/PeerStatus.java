package cutline.runtime;

/**
 * Another process as a {@link Node} sees it.
 *
 * @param name the other process
 * @param isConnected whether there is a connection now
 * @param isMet whether there was one once, in this life or an earlier one
 * @param messagesSent how many application messages have ever left for it, in this life and earlier
 *     ones, since the last restore
 * @param messagesReceived how many have come from it
 */
public record PeerStatus(
    String name, boolean isConnected, boolean isMet, long messagesSent, long messagesReceived) {}
