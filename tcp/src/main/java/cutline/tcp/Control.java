package cutline.tcp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is said about streams, in frames of stream 0. */
sealed interface Control {

  /** The number of the stream in question. */
  int stream();

  /**
   * The side that dialed opens a stream.
   *
   * @param target the name of the process that is wanted, empty for any
   */
  record Open(int stream, String target) implements Control {}

  /** The other side has let it in. */
  record Opened(int stream) implements Control {}

  /**
   * Either side has sent all that it will, and takes nothing more.
   *
   * @param reason why it was not let in, in a few words; of any other stream it may be empty
   */
  record End(int stream, String reason) implements Control {}

  /** The longest control frame. */
  int MAX = 1024;

  /** A kind, and a number in so many bytes, the lowest first. */
  int NUMBER = 3;

  int HEAD = 1 + NUMBER;

  /** As a frame. */
  default byte[] frame() {
    return switch (this) {
      case Open(int stream, String target) -> frame(1, stream, target);
      case Opened(int stream) -> frame(2, stream, "");
      case End(int stream, String reason) -> frame(3, stream, reason);
    };
  }

  private static byte[] frame(int kind, int stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame =
        Arrays.copyOf(new byte[] {(byte) kind}, HEAD + Math.min(bytes.length, MAX - HEAD));
    for (int i = 0; i < NUMBER; i++) {
      frame[1 + i] = (byte) (stream >>> (8 * i));
    }
    System.arraycopy(bytes, 0, frame, HEAD, frame.length - HEAD);
    return frame;
  }

  /**
   * Reads a frame.
   *
   * @throws StreamException if it is none of these
   */
  static Control read(ByteBuf in, int length) {
    if (length < HEAD || length > MAX) {
      throw new StreamException("what it says about a stream has " + length + " bytes");
    }
    int at = in.readerIndex();
    int kind = in.getByte(at);
    int stream = in.getUnsignedMediumLE(at + 1);
    String text = in.toString(at + HEAD, length - HEAD, StandardCharsets.UTF_8);
    if (stream == 0 || stream > FrameDecoder.MAX_STREAM) {
      throw new StreamException("there is no stream " + stream);
    }
    return switch (kind) {
      case 1 -> new Open(stream, text);
      case 2 -> {
        if (!text.isEmpty()) {
          throw new StreamException("it says too much about a stream that is open");
        }
        yield new Opened(stream);
      }
      case 3 -> new End(stream, text);
      default -> throw new StreamException("what it says about a stream is of kind " + kind);
    };
  }
}
