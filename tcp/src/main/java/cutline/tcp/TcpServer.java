package cutline.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Waits for connections on one address. */
public final class TcpServer implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final Channel listening;
  private final Accepting accepting;

  private TcpServer(Channel listening, Accepting accepting) {
    this.listening = listening;
    this.accepting = accepting;
  }

  static TcpServer bind(
      InetSocketAddress address, EventLoopGroup group, Sockets sockets, Accepting accepting)
      throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(sockets.server())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childHandler(accepting)
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(whyNot(address, bound.cause()), bound.cause());
    }
    return new TcpServer(bound.channel(), accepting);
  }

  private static String whyNot(InetSocketAddress address, Throwable cause) {
    String host = address.getHostString();
    String port = "port " + address.getPort() + " on " + host;
    if (address.isUnresolved()) {
      return "host " + host + " is unknown";
    }
    // The JDK and the native transport have no exception in common that would tell these apart.
    String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (said.contains("in use")) {
      return port + " is taken";
    }
    if (said.contains("cannot assign")) {
      return host + " is not an address of this machine";
    }
    if (said.contains("permission denied")) {
      return port + " is not permitted to this user";
    }
    return "cannot listen to " + port + ": " + cause.getMessage();
  }

  /** Where it listens, with the port that it got. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** How many connections it has accepted, the rejected ones included. */
  public long accepted() {
    return accepting.accepted();
  }

  /** How many connections are open. */
  public int connections() {
    return accepting.connections().size();
  }

  /** How many streams they carry. */
  public int streams() {
    return accepting.streams();
  }

  /** How many connections and streams it has closed for a reason. */
  public long rejected(Rejection reason) {
    return accepting.rejections().of(reason);
  }

  /** Stops listening and ends all accepted connections. Not for the network's own threads. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    accepting.connections().close().awaitUninterruptibly();
  }
}
