package cutline.tcp;

import cutline.runtime.Transport;
import io.netty.channel.ChannelHandlerContext;

/** The handshake of the side that was dialed: it greets whoever has greeted. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class AcceptHandshake extends Handshake {

  private final Transport.Acceptor acceptor;

  AcceptHandshake(Transport.Acceptor acceptor, TcpLimits limits, Rejections rejections) {
    super(limits, rejections);
    this.acceptor = acceptor;
  }

  @Override
  void agreed(ChannelHandlerContext context) {
    context.writeAndFlush(Preface.bytes());
    TcpConnection connection =
        new TcpConnection(context.channel(), Remote.of(context.channel()), limits, rejections);
    receive(context, connection, acceptor.accepted(connection));
  }

  @Override
  void refused(ChannelHandlerContext context, Rejection reason, String why) {
    if (reason == Rejection.VERSION) {
      // So that the other side can say which versions have met.
      context.writeAndFlush(Preface.bytes());
    }
    rejections.reject(context.channel(), reason, why);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    OwnFault.logUnlessNetwork(context.channel(), cause);
    context.close();
  }
}
