package cutline.tcp;

import cutline.runtime.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/**
 * Cuts what arrives into frames: a length of 1 to {@link Connection#MAX_FRAME} as a varint of the
 * fewest possible bytes, then that many bytes. Nothing is allocated for a frame that is not there.
 */
final class FrameDecoder extends ByteToMessageDecoder {

  /** The bytes of the longest length that is allowed. */
  private static final int MAX_PREFIX = 3;

  FrameDecoder() {
    // What was taken is dropped at each read, so that no more than a frame and a read are kept.
    setDiscardAfterReads(1);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int length = 0;
    int start = in.readerIndex();
    for (int i = 0; i < Math.min(MAX_PREFIX, in.readableBytes()); i++) {
      byte next = in.getByte(start + i);
      length |= (next & 0x7F) << (7 * i);
      if (next >= 0) {
        check(in, length, i > 0 && next == 0);
        take(in, i + 1, length, out);
        return;
      }
    }
    if (in.readableBytes() >= MAX_PREFIX) {
      throw refuse(in, "the length of a frame has more than " + MAX_PREFIX + " bytes");
    }
  }

  private static void check(ByteBuf in, int length, boolean padded) {
    if (padded) {
      throw refuse(in, "the length of a frame has more bytes than it needs");
    }
    if (length == 0 || length > Connection.MAX_FRAME) {
      String range = ", not 1 to " + Connection.MAX_FRAME;
      throw refuse(in, "the length of a frame is " + length + range);
    }
  }

  private static void take(ByteBuf in, int prefix, int length, List<Object> out) {
    if (in.readableBytes() >= prefix + length) {
      byte[] frame = new byte[length];
      in.skipBytes(prefix).readBytes(frame);
      out.add(frame);
    }
  }

  /** Where the next frame would begin is not known any more: the rest is worth nothing. */
  private static CorruptedFrameException refuse(ByteBuf in, String why) {
    in.skipBytes(in.readableBytes());
    return new CorruptedFrameException(why);
  }
}
