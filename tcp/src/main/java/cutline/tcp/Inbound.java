package cutline.tcp;

import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;

/** Hands frames to a receiver, and decides what an exception on the way costs. */
final class Inbound extends ChannelInboundHandlerAdapter {

  private final TcpConnection connection;
  private final Transport.Receiver receiver;
  private final Rejections rejections;
  private boolean batchBegun;

  Inbound(TcpConnection connection, Transport.Receiver receiver, Rejections rejections) {
    this.connection = connection;
    this.receiver = receiver;
    this.rejections = rejections;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) throws MalformedException {
    // What had arrived together with the reason to close is not wanted any more.
    if (!connection.isClosing()) {
      batchBegun = true;
      receiver.received((byte[]) frame);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (batchBegun) {
      batchBegun = false;
      receiver.batchEnd();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    receiver.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    switch (cause) {
      case MalformedException e -> reject(Rejection.FRAME, e);
      case CorruptedFrameException e -> reject(Rejection.LENGTH, e);
      default -> OwnFault.logUnlessNetwork(context.channel(), cause);
    }
    connection.abort();
  }

  private void reject(Rejection reason, Exception why) {
    rejections.count(connection.remote(), reason, String.valueOf(why.getMessage()));
  }
}
