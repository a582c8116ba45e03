package cutline.tcp;

import io.netty.handler.codec.CorruptedFrameException;

/** The peer breaks the rules of streams, so that nothing that it says can be relied on. */
final class StreamException extends CorruptedFrameException {

  private static final long serialVersionUID = 1L;

  StreamException(String what) {
    super(what);
  }
}
