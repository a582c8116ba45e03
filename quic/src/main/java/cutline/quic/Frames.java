package cutline.quic;

import cutline.runtime.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/** Frames as bytes: a length, as a varint of the fewest possible bytes, then that many bytes. */
final class Frames {

  private static final int MAX_VARINT = 3;

  /** The most bytes that one frame takes. */
  static final int MAX_SIZE = MAX_VARINT + Connection.MAX_FRAME;

  private Frames() {}

  /**
   * The bytes that the frames take.
   *
   * @throws IllegalArgumentException if one of them is too long, or empty
   */
  static int size(List<byte[]> frames) {
    int size = 0;
    for (byte[] frame : frames) {
      int length = frame.length;
      if (length == 0 || length > Connection.MAX_FRAME) {
        throw new IllegalArgumentException("a frame of " + length + " bytes");
      }
      size = Math.addExact(size, size(frame));
    }
    return size;
  }

  static int size(byte[] frame) {
    int length = frame.length;
    return (length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : 3) + length;
  }

  static void write(byte[] frame, ByteBuf out) {
    int rest = frame.length;
    while (rest > 0x7F) {
      out.writeByte(rest | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
    out.writeBytes(frame);
  }

  /**
   * Takes a frame, if it has come in full.
   *
   * @return an empty one if it has not
   * @throws CorruptedFrameException if there cannot be such a frame
   */
  static byte[] read(ByteBuf in) {
    int length = 0;
    for (int i = 0; i < in.readableBytes(); i++) {
      byte next = in.getByte(in.readerIndex() + i);
      length |= (next & 0x7F) << (7 * i);
      if (next >= 0) {
        return read(in, i + 1, length, i > 0 && next == 0);
      }
      if (i == MAX_VARINT - 1) {
        throw new CorruptedFrameException(
            "the length of a frame has more than " + MAX_VARINT + " bytes");
      }
    }
    return new byte[0];
  }

  private static byte[] read(ByteBuf in, int head, int length, boolean padded) {
    if (padded) {
      throw new CorruptedFrameException("the length of a frame has more bytes than it needs");
    }
    if (length == 0 || length > Connection.MAX_FRAME) {
      throw new CorruptedFrameException(
          "the length of a frame is " + length + ", not 1 to " + Connection.MAX_FRAME);
    }
    if (in.readableBytes() < head + length) {
      return new byte[0];
    }
    byte[] frame = new byte[length];
    in.skipBytes(head).readBytes(frame);
    return frame;
  }
}
