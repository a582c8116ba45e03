package cutline.tcp;

import cutline.core.ChannelOrder;
import cutline.runtime.Network;
import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Residents;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A network over TCP, whose channels are FIFO: all that the processes of this JVM send to one
 * address, whichever processes are there, goes by one connection.
 */
public final class TcpNetwork implements Network {

  private final Limits limits;
  private final Sockets sockets;
  private final EventLoopGroup group;
  private final Dialing dialing;
  private final Set<TcpServer> servers = ConcurrentHashMap.newKeySet();

  /** A network of one thread, with the default limits. */
  public TcpNetwork() {
    this(1, Limits.DEFAULT);
  }

  /** A network of some threads; a connection belongs to one of them. */
  public TcpNetwork(int threads, Limits limits) {
    this(threads, limits, Sockets.best());
  }

  TcpNetwork(int threads, Limits limits, Sockets sockets) {
    this.limits = limits;
    this.sockets = sockets;
    group =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("cutline-tcp", true), sockets.handlers());
    dialing = new Dialing(group, sockets, limits);
  }

  @Override
  public ChannelOrder order() {
    return ChannelOrder.FIFO;
  }

  @Override
  public TcpServer listen(InetSocketAddress bind, Transport.Acceptor acceptor) throws IOException {
    return listen(bind, Residents.of(acceptor));
  }

  @Override
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

  /** The host name is looked up now, unless there is a connection to this address. */
  @Override
  public void dial(InetSocketAddress address, String target, Transport.Dialer dialer) {
    dialing.dial(address, target, dialer);
  }

  @Override
  public ScheduledExecutorService executor() {
    return group.next();
  }

  /** How many dialed connections and streams were closed for a reason. */
  public long rejected(Rejection reason) {
    return dialing.rejections().of(reason);
  }

  @Override
  public void close() {
    // While the threads live: a connection that ends with its thread may not tell its receiver.
    servers.forEach(TcpServer::close);
    dialing.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
