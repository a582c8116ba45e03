package cutline.quic;

import cutline.runtime.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is said in the stream that both sides write: a kind, a length of three bytes, a body. */
sealed interface Control {

  /**
   * The first words of the side that dialed.
   *
   * @param target the name of the process that is wanted, empty for any
   */
  record Open(String target) implements Control {}

  /** The first words of the other side: it lets the connection in. */
  record Opened() implements Control {}

  /** The first frame of a side; those in other streams count behind it. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record First(byte[] frame) implements Control {}

  /** The side that dialed is still there. */
  record Alive() implements Control {}

  /**
   * The last words of a side, but for {@link Alive}: it has sent all that it will, and takes
   * nothing more.
   *
   * @param streams how many streams with frames it has opened
   * @param reason why the connection was not let in, in a few words; otherwise empty
   */
  record End(long streams, String reason) implements Control {}

  /** The longest text, in bytes. */
  int MAX_TEXT = 1000;

  int HEAD = 4;

  /** As bytes. */
  default ByteBuf bytes(ByteBufAllocator allocator) {
    return switch (this) {
      case Open(String target) -> bytes(allocator, 1, text(target));
      case Opened() -> bytes(allocator, 2);
      case First(byte[] frame) -> bytes(allocator, 3, frame);
      case Alive() -> bytes(allocator, 4);
      case End(long streams, String reason) -> {
        byte[] text = text(reason);
        yield head(allocator, 5, Long.BYTES + text.length).writeLong(streams).writeBytes(text);
      }
    };
  }

  private static ByteBuf bytes(ByteBufAllocator allocator, int kind, byte... body) {
    return head(allocator, kind, body.length).writeBytes(body);
  }

  private static ByteBuf head(ByteBufAllocator allocator, int kind, int length) {
    return allocator.directBuffer(HEAD + length).writeByte(kind).writeMedium(length);
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_TEXT ? bytes : Arrays.copyOf(bytes, MAX_TEXT);
  }

  /**
   * Takes what has come in full, or nothing.
   *
   * @throws CorruptedFrameException if it is none of these
   */
  static @Nullable Control read(ByteBuf in) {
    if (in.readableBytes() < HEAD) {
      return null;
    }
    int kind = in.getByte(in.readerIndex());
    int length = in.getUnsignedMedium(in.readerIndex() + 1);
    int least = kind == 3 ? 1 : kind == 5 ? Long.BYTES : 0;
    int most =
        switch (kind) {
          case 1 -> MAX_TEXT;
          case 2, 4 -> 0;
          case 3 -> Connection.MAX_FRAME;
          case 5 -> Long.BYTES + MAX_TEXT;
          default -> throw new CorruptedFrameException("it says something of kind " + kind);
        };
    if (length < least || length > most) {
      throw new CorruptedFrameException(
          "it says %d bytes of kind %d, and not %d to %d".formatted(length, kind, least, most));
    }
    return in.readableBytes() < HEAD + length ? null : read(kind, in.skipBytes(HEAD), length);
  }

  private static Control read(int kind, ByteBuf in, int length) {
    return switch (kind) {
      case 1 -> new Open(text(in, length));
      case 2 -> new Opened();
      case 3 -> {
        byte[] frame = new byte[length];
        in.readBytes(frame);
        yield new First(frame);
      }
      case 4 -> new Alive();
      default -> new End(in.readLong(), text(in, length - Long.BYTES));
    };
  }

  private static String text(ByteBuf in, int length) {
    return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
  }
}
