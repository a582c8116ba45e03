package cutline.quic;

import cutline.core.ChannelOrder;
import cutline.runtime.Network;
import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Residents;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.quic.Quic;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A network over UDP, by QUIC, whose channels are not FIFO. */
public final class QuicNetwork implements Network {

  /** Whoever is not heard of for so long is gone. */
  static final Duration IDLE = Duration.ofSeconds(3);

  private final Limits limits;
  private final Sockets sockets;
  private final EventLoopGroup group;
  private final Dialing dialing;
  private final Set<QuicServer> servers = ConcurrentHashMap.newKeySet();

  /**
   * A network of one thread, with the default limits.
   *
   * @throws UnsupportedOperationException if there is no QUIC for this platform
   */
  public QuicNetwork() {
    this(1, Limits.DEFAULT);
  }

  /**
   * A network of some threads; a server belongs to one of them, and so does a dialed connection.
   *
   * @throws UnsupportedOperationException if there is no QUIC for this platform
   */
  public QuicNetwork(int threads, Limits limits) {
    this(threads, limits, Sockets.best());
  }

  QuicNetwork(int threads, Limits limits, Sockets sockets) {
    if (!Quic.isAvailable()) {
      throw new UnsupportedOperationException(
          "there is no QUIC for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch"),
          Quic.unavailabilityCause());
    }
    this.limits = limits;
    this.sockets = sockets;
    group =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("cutline-quic", true), sockets.handlers());
    dialing = new Dialing(group, sockets, limits);
  }

  @Override
  public ChannelOrder order() {
    return ChannelOrder.NON_FIFO;
  }

  @Override
  public QuicServer listen(InetSocketAddress bind, Transport.Acceptor acceptor) throws IOException {
    return listen(bind, Residents.of(acceptor));
  }

  @Override
  public QuicServer listen(
      InetSocketAddress bind, SequencedMap<String, ? extends Transport.Acceptor> acceptors)
      throws IOException {
    return listen(bind, Residents.of(acceptors));
  }

  private QuicServer listen(InetSocketAddress bind, Residents residents) throws IOException {
    Accepting accepting =
        new Accepting(residents, group, sockets, limits, Certificate.selfSigned());
    QuicServer server = QuicServer.bind(bind, group, sockets, accepting);
    servers.add(server);
    return server;
  }

  @Override
  public void dial(InetSocketAddress address, String target, Transport.Dialer dialer) {
    dialing.dial(address, target, dialer);
  }

  @Override
  public ScheduledExecutorService executor() {
    return group.next();
  }

  /** How many dialed connections were closed for a reason. */
  public long rejected(Rejection reason) {
    return dialing.rejections().of(reason);
  }

  @Override
  public void close() {
    // While the threads live: a connection that ends with its thread may not tell its receiver.
    servers.forEach(QuicServer::close);
    dialing.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
