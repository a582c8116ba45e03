package cutline.tcp;

import cutline.runtime.Connection;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Writes frames as {@link FrameDecoder} reads them. */
final class FrameEncoder {

  private FrameEncoder() {}

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
      size = Math.addExact(size, prefix(length) + length);
    }
    return size;
  }

  static void encode(List<byte[]> frames, ByteBuf out) {
    for (byte[] frame : frames) {
      int length = frame.length;
      while (length > 0x7F) {
        out.writeByte(length | 0x80);
        length >>>= 7;
      }
      out.writeByte(length).writeBytes(frame);
    }
  }

  private static int prefix(int length) {
    return length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : 3;
  }
}
