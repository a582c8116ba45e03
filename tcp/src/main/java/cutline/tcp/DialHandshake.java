package cutline.tcp;

import cutline.runtime.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The handshake of the side that dials: it greets first, and tells its dialer how that went. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class DialHandshake extends Handshake {

  private final String peer;
  private final Transport.Dialer dialer;
  private boolean told;
  private @Nullable Future<?> deadline;

  DialHandshake(String peer, Transport.Dialer dialer, TcpLimits limits, Rejections rejections) {
    super(limits, rejections);
    this.peer = peer;
    this.dialer = dialer;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    Channel channel = context.channel();
    if (Objects.equals(channel.remoteAddress(), channel.localAddress())) {
      // A free port of this very host can be picked as its own target: TCP then connects to itself.
      fail("nobody listens at " + peer);
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
    told = true;
    TcpConnection connection = new TcpConnection(context.channel(), peer, limits, rejections);
    receive(context, connection, dialer.connected(connection));
  }

  @Override
  void refused(ChannelHandlerContext context, Rejection reason, String why) {
    rejections.count(peer, reason, why);
    fail(peer + ": " + why);
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(peer + " closed the connection before it had greeted");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    OwnFault.logUnlessNetwork(context.channel(), cause);
    fail(peer + " broke the connection before it had greeted");
    context.close();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /** There will be no connection; only the first reason counts. */
  void fail(String why) {
    if (!told) {
      told = true;
      dialer.failed(why);
    }
  }
}
