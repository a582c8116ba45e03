package cutline.runtime;

import cutline.core.ChannelOrder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The sockets of this JVM and the threads that serve them: the way of its processes to those in
 * other JVMs. Several processes may share one network.
 *
 * <p>Everything that a connection brings is handed over on these threads: a receiver that waits
 * holds up all connections of its thread.
 */
public interface Network extends AutoCloseable {

  /** The order of messages in the channels that this network carries. */
  ChannelOrder order();

  /**
   * Waits for connections to one process, whatever name is asked for: it judges that itself.
   *
   * @param bind where; port 0 takes a free one
   * @throws IOException if that address is not to be had; the message says so in a sentence
   */
  Server listen(InetSocketAddress bind, Transport.Acceptor acceptor) throws IOException;

  /**
   * Waits for connections to several processes.
   *
   * @param acceptors by the names of the processes, of which there is one at least; who asks for
   *     none by name gets the first
   * @throws IOException if that address is not to be had; the message says so in a sentence
   */
  Server listen(
      InetSocketAddress bind, SequencedMap<String, ? extends Transport.Acceptor> acceptors)
      throws IOException;

  /** Tries once to connect to the process at an address, or to the first one if there are more. */
  default void dial(InetSocketAddress address, Transport.Dialer dialer) {
    dial(address, "", dialer);
  }

  /**
   * Tries once to connect to a process at an address. Its host name is looked up if it must be.
   *
   * @param target the name of the process, or an empty one for the first that waits there
   * @param dialer is called exactly once, on any thread
   */
  void dial(InetSocketAddress address, String target, Transport.Dialer dialer);

  /**
   * The way to processes by name.
   *
   * @param addresses where they listen; it may change if it is a concurrent map
   */
  default Transport transport(Map<String, InetSocketAddress> addresses) {
    return (peer, dialer) -> {
      InetSocketAddress address = addresses.get(peer);
      if (address == null) {
        dialer.failed("the address of " + peer + " is not known");
      } else {
        dial(address, peer, dialer);
      }
    };
  }

  /** One of its threads, for a process that wants to run where its messages arrive. */
  ScheduledExecutorService executor();

  /** Ends all servers and connections, and waits until that is done. Not for its own threads. */
  @Override
  void close();

  /** Waits for connections on one address. */
  interface Server extends AutoCloseable {

    /** Where it listens, with the port that it got. */
    InetSocketAddress address();

    /** Stops listening and ends all accepted connections. Not for the network's own threads. */
    @Override
    void close();
  }
}
