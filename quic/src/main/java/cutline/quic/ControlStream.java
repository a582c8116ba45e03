package cutline.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/** Reads the stream that both sides write. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class ControlStream extends ByteToMessageDecoder {

  private final Link link;

  ControlStream(Link link) {
    this.link = link;
    // What was taken is dropped at each read, so that no more than a frame and a read are kept.
    setDiscardAfterReads(1);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    try {
      Control said = Control.read(in);
      if (said != null) {
        link.obey(said);
      }
    } catch (CorruptedFrameException e) {
      // The rest is worth nothing.
      in.skipBytes(in.readableBytes());
      throw e;
    }
  }

  /** Without it nothing can be said any more. */
  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    context.channel().parent().close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    link.broken(cause);
  }
}
