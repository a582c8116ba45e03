package cutline.tcp;

import cutline.runtime.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/**
 * Cuts what arrives into frames: the number of a stream, a length of 1 to {@link
 * Connection#MAX_FRAME}, both as varints of the fewest possible bytes, then that many bytes.
 * Nothing is allocated for a frame that is not there.
 */
final class FrameDecoder extends ByteToMessageDecoder {

  /** The bytes of the longest number and length that are allowed. */
  private static final int MAX_VARINT = 3;

  private static final int VALUE_BITS = 7 * MAX_VARINT;

  /** The largest number of a stream. */
  static final int MAX_STREAM = (1 << VALUE_BITS) - 1;

  private static final int INCOMPLETE = -1;

  private final FrameSink sink;

  FrameDecoder(FrameSink sink) {
    this.sink = sink;
    // What was taken is dropped at each read, so that no more than a frame and a read are kept.
    setDiscardAfterReads(1);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    try {
      decode(in);
    } catch (CorruptedFrameException e) {
      // Where the next frame would begin is not known any more: the rest is worth nothing.
      in.skipBytes(in.readableBytes());
      throw e;
    }
  }

  /** Not the inherited one, which reads on though reading is paused: it sees no frame come out. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }

  private void decode(ByteBuf in) {
    int stream = varint(in, in.readerIndex(), "the number of a stream");
    if (stream == INCOMPLETE) {
      return;
    }
    int lengthAt = in.readerIndex() + (stream >>> VALUE_BITS);
    int length = varint(in, lengthAt, "the length of a frame");
    if (length == INCOMPLETE) {
      return;
    }
    int bodyAt = lengthAt + (length >>> VALUE_BITS);
    length &= MAX_STREAM;
    if (length == 0 || length > Connection.MAX_FRAME) {
      throw new CorruptedFrameException(
          "the length of a frame is " + length + ", not 1 to " + Connection.MAX_FRAME);
    }
    if (in.writerIndex() - bodyAt >= length) {
      in.readerIndex(bodyAt);
      sink.frame(stream & MAX_STREAM, in, length);
      in.readerIndex(bodyAt + length);
    }
  }

  /**
   * The value of a varint in its lowest bits, and above them how many bytes it has.
   *
   * @return {@link #INCOMPLETE} if it has not come in full
   */
  private static int varint(ByteBuf in, int at, String what) {
    int value = 0;
    int there = Math.min(MAX_VARINT, in.writerIndex() - at);
    for (int i = 0; i < there; i++) {
      byte next = in.getByte(at + i);
      value |= (next & 0x7F) << (7 * i);
      if (next >= 0) {
        if (i > 0 && next == 0) {
          throw new CorruptedFrameException(what + " has more bytes than it needs");
        }
        return (i + 1) << VALUE_BITS | value;
      }
    }
    if (there == MAX_VARINT) {
      throw new CorruptedFrameException(what + " has more than " + MAX_VARINT + " bytes");
    }
    return INCOMPLETE;
  }
}
