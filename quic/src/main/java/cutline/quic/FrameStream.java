package cutline.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.quic.QuicStreamFrame;
import org.jspecify.annotations.Nullable;

/** Reads one of the streams that carry frames. */
final class FrameStream extends ChannelInboundHandlerAdapter {

  private final Link link;
  private @Nullable ByteBuf unread;
  private long size;
  private int held;

  FrameStream(Link link) {
    this.link = link;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    QuicStreamFrame part = (QuicStreamFrame) message;
    ByteBuf bytes = part.content();
    size += bytes.readableBytes();
    ByteBuf all =
        unread == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), unread, bytes);
    unread = all;
    if (size > Outgoing.MAX_CHUNK) {
      throw new CorruptedFrameException("a stream of more than " + Outgoing.MAX_CHUNK + " bytes");
    }
    for (byte[] frame = Frames.read(all); frame.length > 0; frame = Frames.read(all)) {
      link.deliver(frame);
    }
    boolean complete = !all.isReadable();
    link.holds(all.readableBytes() - held);
    held = all.readableBytes();
    if (complete) {
      release();
    }
    if (part.hasFin()) {
      if (!complete) {
        throw new CorruptedFrameException("a stream ends in the middle of a frame");
      }
      link.delivered();
    }
  }

  private void release() {
    if (unread != null) {
      link.holds(-held);
      held = 0;
      unread.release();
      unread = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    release();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    release();
    link.closed(context.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    link.broken(cause);
  }
}
