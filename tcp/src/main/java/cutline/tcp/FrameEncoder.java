package cutline.tcp;

import cutline.runtime.Connection;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Writes frames as {@link FrameDecoder} reads them. */
final class FrameEncoder {

  private FrameEncoder() {}

  /**
   * The bytes that the frames of a stream take.
   *
   * @throws IllegalArgumentException if one of them is too long, or empty
   */
  static int size(int stream, List<byte[]> frames) {
    int number = varint(stream);
    int size = 0;
    for (byte[] frame : frames) {
      int length = frame.length;
      if (length == 0 || length > Connection.MAX_FRAME) {
        throw new IllegalArgumentException("a frame of " + length + " bytes");
      }
      size = Math.addExact(size, number + varint(length) + length);
    }
    return size;
  }

  static void encode(int stream, List<byte[]> frames, ByteBuf out) {
    for (byte[] frame : frames) {
      encode(stream, frame, out);
    }
  }

  static void encode(int stream, byte[] frame, ByteBuf out) {
    writeVarint(stream, out);
    writeVarint(frame.length, out);
    out.writeBytes(frame);
  }

  private static void writeVarint(int value, ByteBuf out) {
    int rest = value;
    while (rest > 0x7F) {
      out.writeByte(rest | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int varint(int value) {
    return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : 3;
  }
}
