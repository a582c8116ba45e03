package cutline.tcp;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The handshake of the side that dials: it greets first, and tells the route how that went. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class DialHandshake extends Handshake {

  private final Route route;
  private @Nullable Future<?> deadline;

  DialHandshake(Route route, Limits limits, Rejections rejections) {
    super(limits, rejections);
    this.route = route;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    Channel channel = context.channel();
    if (Objects.equals(channel.remoteAddress(), channel.localAddress())) {
      // A free port of this very host can be picked as its own target: TCP then connects to itself.
      route.failed("nobody listens at " + route.peer());
      channel.close();
      return;
    }
    String why = "it does not answer the greeting within " + limits.silence().toMillis() + " ms";
    deadline =
        context
            .executor()
            .schedule(
                () -> refused(context, Rejection.SILENCE, why),
                limits.silence().toNanos(),
                TimeUnit.NANOSECONDS);
    context.writeAndFlush(Preface.bytes());
  }

  @Override
  void agreed(ChannelHandlerContext context) {
    DialTrunk trunk = new DialTrunk(context.channel(), route, limits, rejections);
    receive(context, trunk);
    route.connected(trunk);
  }

  @Override
  void refused(ChannelHandlerContext context, Rejection reason, String why) {
    rejections.count(route.peer(), reason, why);
    route.failed(route.peer() + ": " + why);
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    route.failed(route.peer() + " closed the connection before it had greeted");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    OwnFault.logUnlessNetwork(context.channel(), cause);
    route.failed(route.peer() + " broke the connection before it had greeted");
    context.close();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }
}
