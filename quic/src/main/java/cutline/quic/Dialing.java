package cutline.quic;

import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;

/**
 * Makes connections to addresses, each with a socket of its own: so the kernel tells at once when
 * nobody listens there any more.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class Dialing {

  private static final String ENDED = "this side has ended";

  private final EventLoopGroup group;
  private final Sockets sockets;
  private final Limits limits;
  private final Rejections rejections = new Rejections(OwnFault.LOG);
  private final QuicClientCodecBuilder codec = Settings.client();
  private final ChannelGroup connections;
  private final ChannelGroup open;

  Dialing(EventLoopGroup group, Sockets sockets, Limits limits) {
    this.group = group;
    this.sockets = sockets;
    this.limits = limits;
    // It stays closed: one that is made during the end is closed at once.
    connections = new DefaultChannelGroup(group.next(), true);
    open = new DefaultChannelGroup(group.next(), true);
  }

  Rejections rejections() {
    return rejections;
  }

  void dial(InetSocketAddress address, String target, Transport.Dialer dialer) {
    // On a thread of its own, since a name server may take its time.
    Thread.ofVirtual().name("cutline-quic-dial").start(() -> resolve(address, target, dialer));
  }

  private void resolve(InetSocketAddress address, String target, Transport.Dialer dialer) {
    InetAddress host;
    try {
      host = InetAddress.getByName(address.getHostString());
    } catch (UnknownHostException e) {
      dialer.failed("host " + address.getHostString() + " is unknown");
      return;
    }
    EventLoop loop = group.next();
    Call call = new Call(new InetSocketAddress(host, address.getPort()), address, target, dialer);
    try {
      // In the loop that tells the result, so that it cannot have ended in the meantime.
      loop.execute(() -> call.begin(loop));
    } catch (RejectedExecutionException e) {
      dialer.failed(ENDED);
    }
  }

  void close() {
    // Before the sockets, so that the other sides hear of it.
    connections.close().awaitUninterruptibly();
    open.close().awaitUninterruptibly();
  }

  /** One attempt, and what becomes of it. */
  private final class Call extends ChannelInboundHandlerAdapter {

    private final InetSocketAddress address;
    private final String remote;
    private final String target;
    private final Transport.Dialer dialer;

    /** Whether the dialer knows, or the link tells it. */
    private boolean answered;

    Call(
        InetSocketAddress address,
        InetSocketAddress named,
        String target,
        Transport.Dialer dialer) {
      this.address = address;
      this.remote = NetUtil.toSocketAddressString(named);
      this.target = target;
      this.dialer = dialer;
    }

    void begin(EventLoop loop) {
      sockets
          .bootstrap(loop)
          .handler(
              new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel socket) {
                  open.add(socket);
                  socket
                      .pipeline()
                      .addLast(new FlushConsolidationHandler(256, true))
                      .addLast(codec.clone().build())
                      .addLast(Call.this);
                }
              })
          .connect(address)
          .addListener(connected -> {
            if (connected.isSuccess()) {
              greet(((ChannelFuture) connected).channel());
            } else {
              fail(whyNot(connected.cause()));
            }
          });
    }

    private void greet(Channel socket) {
      QuicChannel.newBootstrap(socket)
          .handler(
              new ChannelInitializer<QuicChannel>() {
                @Override
                protected void initChannel(QuicChannel channel) {
                  connections.add(channel);
                  channel
                      .pipeline()
                      .addLast(new DialedLink(channel, remote, target, dialer, limits, rejections));
                }
              })
          .streamHandler(Settings.streams())
          .remoteAddress(address)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connect().toMillis())
          .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, sockets.segments())
          .connect()
          .addListener((Future<QuicChannel> connected) -> {
            if (connected.isSuccess()) {
              answered = true;
              connected.getNow().closeFuture().addListener(_ -> socket.close());
              connected.getNow().pipeline().get(DialedLink.class).begin();
            } else {
              fail(whyNot(connected.cause()));
              socket.close();
            }
          });
    }

    private String whyNot(Throwable cause) {
      return switch (cause) {
        case ConnectTimeoutException _ ->
            remote + " does not answer within " + limits.connect().toMillis() + " ms";
        case ClosedChannelException _ -> remote + " closed the connection before it had answered";
        default -> "cannot reach " + remote + ": " + cause.getMessage();
      };
    }

    private void fail(String why) {
      if (!answered) {
        answered = true;
        dialer.failed(why);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof PortUnreachableException) {
        fail("nobody listens at " + remote);
      } else {
        OwnFault.logUnlessNetwork(remote, cause);
        fail(whyNot(cause));
      }
      context.close();
    }
  }
}
