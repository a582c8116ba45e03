package cutline.tcp;

import io.netty.buffer.ByteBuf;

/** Where frames go that have come in full. */
@FunctionalInterface
interface FrameSink {

  /**
   * One frame.
   *
   * @param stream the number of its stream, 0 for what is said about streams
   * @param in begins with the frame; what is left of it is skipped
   * @throws StreamException if there cannot be such a frame; the connection then ends
   */
  void frame(int stream, ByteBuf in, int length);
}
