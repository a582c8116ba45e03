package cutline.tcp;

import cutline.runtime.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Makes connections to addresses. */
final class Dialing {

  private final EventLoopGroup group;
  private final Sockets sockets;
  private final TcpLimits limits;
  private final Rejections rejections = new Rejections();
  private final ChannelGroup connections;

  Dialing(EventLoopGroup group, Sockets sockets, TcpLimits limits) {
    this.group = group;
    this.sockets = sockets;
    this.limits = limits;
    // It stays closed: one that is made during the end is closed at once.
    connections = new DefaultChannelGroup(group.next(), true);
  }

  Rejections rejections() {
    return rejections;
  }

  /** Looks the host up on a thread of its own, since a name server may take its time. */
  void dial(String peer, InetSocketAddress address, Transport.Dialer dialer) {
    Thread.ofVirtual().name("cutline-tcp-dial").start(() -> resolve(peer, address, dialer));
  }

  private void resolve(String peer, InetSocketAddress address, Transport.Dialer dialer) {
    InetAddress host;
    try {
      host = InetAddress.getByName(address.getHostString());
    } catch (UnknownHostException e) {
      dialer.failed("host " + address.getHostString() + " is unknown");
      return;
    }
    connect(peer, new InetSocketAddress(host, address.getPort()), dialer);
  }

  private void connect(String peer, InetSocketAddress address, Transport.Dialer dialer) {
    if (group.isShuttingDown()) {
      dialer.failed("this side has ended");
      return;
    }
    DialHandshake handshake = new DialHandshake(peer, dialer, limits, rejections);
    new Bootstrap()
        .group(group)
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
            handshake.fail(whyNot(peer, connected.cause()));
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
