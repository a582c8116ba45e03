package cutline.tcp;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import cutline.runtime.admission.Residents;
import io.netty.channel.ChannelHandlerContext;

/** The handshake of the side that was dialed: it greets whoever has greeted. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class AcceptHandshake extends Handshake {

  private final Residents residents;

  AcceptHandshake(Residents residents, Limits limits, Rejections rejections) {
    super(limits, rejections);
    this.residents = residents;
  }

  @Override
  void agreed(ChannelHandlerContext context) {
    context.writeAndFlush(Preface.bytes());
    receive(context, new AcceptTrunk(context.channel(), residents, limits, rejections));
  }

  @Override
  void refused(ChannelHandlerContext context, Rejection reason, String why) {
    if (reason == Rejection.VERSION) {
      // So that the other side can say which versions have met.
      context.writeAndFlush(Preface.bytes());
    }
    rejections.count(Remote.of(context.channel()), reason, why);
    context.channel().close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    OwnFault.logUnlessNetwork(context.channel(), cause);
    context.close();
  }
}
