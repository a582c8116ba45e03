package cutline.quic;

import cutline.runtime.Network;
import cutline.runtime.admission.CannotListen;
import cutline.runtime.admission.Rejection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Waits for connections on one address. */
public final class QuicServer implements Network.Server {

  private final Channel socket;
  private final Accepting accepting;

  private QuicServer(Channel socket, Accepting accepting) {
    this.socket = socket;
    this.accepting = accepting;
  }

  static QuicServer bind(
      InetSocketAddress address, EventLoopGroup group, Sockets sockets, Accepting accepting)
      throws IOException {
    ChannelFuture bound =
        sockets
            .bootstrap(group)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(accepting.doorkeeper())
                        .addLast(new FlushConsolidationHandler(256, true))
                        .addLast(accepting.codec());
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw CannotListen.at(address, bound.cause());
    }
    return new QuicServer(bound.channel(), accepting);
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.localAddress();
  }

  /** How many connections there were, the rejected ones included. */
  public long accepted() {
    return accepting.accepted();
  }

  /** How many connections are open. */
  public int connections() {
    return accepting.connections().size();
  }

  /** How many connections it has closed for a reason. */
  public long rejected(Rejection reason) {
    return accepting.rejections().of(reason);
  }

  @Override
  public void close() {
    accepting.connections().close().awaitUninterruptibly();
    socket.close().awaitUninterruptibly();
  }
}
