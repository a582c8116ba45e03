package cutline.tcp;

import cutline.runtime.Network;
import cutline.runtime.admission.CannotListen;
import cutline.runtime.admission.Rejection;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Waits for connections on one address. */
public final class TcpServer implements Network.Server {

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
      throw CannotListen.at(address, bound.cause());
    }
    return new TcpServer(bound.channel(), accepting);
  }

  @Override
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

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    accepting.connections().close().awaitUninterruptibly();
  }
}
