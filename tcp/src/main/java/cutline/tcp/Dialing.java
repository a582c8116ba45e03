package cutline.tcp;

import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejections;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/** Makes connections to addresses: one to each while there are streams. */
final class Dialing {

  static final String ENDED = "this side has ended";

  private final EventLoopGroup group;
  private final Sockets sockets;
  private final Limits limits;
  private final Rejections rejections = new Rejections(OwnFault.LOG);
  private final ChannelGroup connections;
  private final Map<InetSocketAddress, Route> routes = new HashMap<>();
  private final int mostStreams;

  Dialing(EventLoopGroup group, Sockets sockets, Limits limits) {
    this(group, sockets, limits, FrameDecoder.MAX_STREAM);
  }

  Dialing(EventLoopGroup group, Sockets sockets, Limits limits, int mostStreams) {
    this.mostStreams = mostStreams;
    this.group = group;
    this.sockets = sockets;
    this.limits = limits;
    // It stays closed: one that is made during the end is closed at once.
    connections = new DefaultChannelGroup(group.next(), true);
  }

  Rejections rejections() {
    return rejections;
  }

  /** Opens a stream to a process at an address, by the connection that there is or a new one. */
  void dial(InetSocketAddress address, String target, Transport.Dialer dialer) {
    Route route;
    boolean isNew = false;
    synchronized (routes) {
      route = routes.get(address);
      if (route == null || !route.enter()) {
        isNew = true;
        route = new Route(address, mostStreams, this::forget);
        route.enter();
        routes.put(address, route);
      }
    }
    if (isNew) {
      // On a thread of its own, since a name server may take its time.
      Thread.ofVirtual().name("cutline-tcp-dial").start(resolving(route));
    }
    route.dial(new Route.Wish(target, dialer));
  }

  private void forget(Route route) {
    synchronized (routes) {
      routes.remove(route.address(), route);
    }
  }

  private Runnable resolving(Route route) {
    return () -> resolve(route);
  }

  private void resolve(Route route) {
    InetSocketAddress address = route.address();
    InetAddress host;
    try {
      host = InetAddress.getByName(address.getHostString());
    } catch (UnknownHostException e) {
      route.failed("host " + address.getHostString() + " is unknown");
      return;
    }
    EventLoop loop = group.next();
    try {
      // In the loop that tells the result, so that it cannot have ended in the meantime.
      loop.execute(() -> connect(loop, route, new InetSocketAddress(host, address.getPort())));
    } catch (RejectedExecutionException e) {
      route.failed(ENDED);
    }
  }

  private void connect(EventLoop loop, Route route, InetSocketAddress address) {
    DialHandshake handshake = new DialHandshake(route, limits, rejections);
    new Bootstrap()
        .group(loop)
        .channel(sockets.client())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connect().toMillis())
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                sockets.configure(channel);
                connections.add(channel);
                channel.pipeline().addLast(handshake);
              }
            })
        .connect(address)
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            route.failed(whyNot(route.peer(), connected.cause()));
          }
        });
  }

  void close() {
    connections.close().awaitUninterruptibly();
  }

  private String whyNot(String peer, Throwable cause) {
    return switch (cause) {
      case ConnectTimeoutException _ ->
          peer + " does not answer within " + limits.connect().toMillis() + " ms";
      case ConnectException e when String.valueOf(e.getMessage()).contains("refused") ->
          "nobody listens at " + peer;
      default -> "cannot reach " + peer + ": " + cause.getMessage();
    };
  }
}
