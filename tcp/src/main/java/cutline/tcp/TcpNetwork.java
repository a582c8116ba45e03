package cutline.tcp;

import cutline.runtime.Transport;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The threads that move bytes between this JVM and others over TCP, and the way to connections.
 * Several processes in one JVM may share one network: all that they send to one address, whichever
 * processes are there, goes by one connection.
 *
 * <p>Everything that a connection brings is handed over on these threads: a receiver that waits
 * holds up all connections of its thread.
 */
public final class TcpNetwork implements AutoCloseable {

  private final TcpLimits limits;
  private final Sockets sockets;
  private final EventLoopGroup group;
  private final Dialing dialing;
  private final Set<TcpServer> servers = ConcurrentHashMap.newKeySet();

  /** A network of one thread, with the default limits. */
  public TcpNetwork() {
    this(1, TcpLimits.DEFAULT);
  }

  /** A network of some threads; a connection belongs to one of them. */
  public TcpNetwork(int threads, TcpLimits limits) {
    this(threads, limits, Sockets.best());
  }

  TcpNetwork(int threads, TcpLimits limits, Sockets sockets) {
    this.limits = limits;
    this.sockets = sockets;
    group =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("cutline-tcp", true), sockets.handlers());
    dialing = new Dialing(group, sockets, limits);
  }

  /**
   * Waits for connections to one process, whatever name is asked for: it judges that itself.
   *
   * @param bind where; port 0 takes a free one
   * @throws IOException if that address is not to be had; the message says so in a sentence
   */
  public TcpServer listen(InetSocketAddress bind, Transport.Acceptor acceptor) throws IOException {
    return listen(bind, Residents.of(acceptor));
  }

  /**
   * Waits for connections to several processes.
   *
   * @param acceptors by the names of the processes, of which there is one at least; who asks for
   *     none by name gets the first
   */
  public TcpServer listen(
      InetSocketAddress bind, SequencedMap<String, ? extends Transport.Acceptor> acceptors)
      throws IOException {
    return listen(bind, Residents.of(acceptors));
  }

  private TcpServer listen(InetSocketAddress bind, Residents residents) throws IOException {
    Accepting accepting = new Accepting(residents, group, sockets, limits);
    TcpServer server = TcpServer.bind(bind, group, sockets, accepting);
    servers.add(server);
    return server;
  }

  /**
   * Tries once to connect to the process at an address, or to the first one if there are several.
   * Its host name is looked up now, unless there is a connection to this address.
   *
   * @param dialer is called exactly once
   */
  public void dial(InetSocketAddress address, Transport.Dialer dialer) {
    dialing.dial(address, "", dialer);
  }

  /**
   * The way to processes by name.
   *
   * @param addresses where they listen, looked up when there is no connection to an address yet; it
   *     may change if it is a concurrent map
   */
  public TcpTransport transport(Map<String, InetSocketAddress> addresses) {
    return new TcpTransport(dialing, addresses);
  }

  /** One of its threads, for a process that wants to run where its messages arrive. */
  public ScheduledExecutorService executor() {
    return group.next();
  }

  /** How many dialed connections and streams were closed for a reason. */
  public long rejected(Rejection reason) {
    return dialing.rejections().of(reason);
  }

  /** Ends all servers and connections, and waits until that is done. Not for its own threads. */
  @Override
  public void close() {
    // While the threads live: a connection that ends with its thread may not tell its receiver.
    servers.forEach(TcpServer::close);
    dialing.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
