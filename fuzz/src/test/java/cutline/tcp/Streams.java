package cutline.tcp;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An accepted connection, and what has come through it. */
final class Streams implements Transport.Receiver {

  private static final long NOON = 0;

  final List<byte[]> frames = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  final Rejections rejections = new Rejections(log::add, () -> NOON);
  final EmbeddedChannel channel =
      new EmbeddedChannel(new AcceptHandshake(this::accepted, TcpLimits.DEFAULT, rejections));

  /** Whether the two have greeted each other. */
  boolean greeted;

  private Transport.Receiver accepted(Connection connection) {
    greeted = true;
    return this;
  }

  /** The bytes come, so many at once, until the connection is closed. */
  Streams take(byte[] bytes, int atOnce) {
    for (int from = 0; from < bytes.length && channel.isOpen(); from += atOnce) {
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + atOnce));
      channel.writeInbound(Unpooled.wrappedBuffer(piece));
    }
    return this;
  }

  @Override
  public void received(byte[] frame) throws MalformedException {
    frames.add(frame);
  }

  @Override
  public void batchEnd() {}

  @Override
  public void closed() {}
}
