package cutline.tcp;

import cutline.runtime.Connection;
import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejections;
import cutline.runtime.admission.Residents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** An accepted connection, and what has come through it. */
final class Streams {

  private static final long NOON = 0;

  final List<String> log = new ArrayList<>();
  final Rejections rejections = new Rejections(log::add, () -> NOON);
  final EmbeddedChannel channel =
      new EmbeddedChannel(
          new AcceptHandshake(Residents.of(this::accepted), Limits.DEFAULT, rejections));

  /** What each stream was told. */
  final List<List<String>> told = new ArrayList<>();

  int received;

  private Transport.Receiver accepted(Connection connection) {
    List<String> mine = new ArrayList<>();
    told.add(mine);
    return new Transport.Receiver() {
      @Override
      public void received(byte[] frame) {
        received += frame.length;
        mine.add(HexFormat.of().formatHex(frame));
      }

      @Override
      public void batchEnd() {}

      @Override
      public void closed() {
        mine.add("closed");
      }
    };
  }

  /** The bytes come, so many at once, until the connection is closed. */
  Streams take(byte[] bytes, int atOnce) {
    for (int from = 0; from < bytes.length && channel.isOpen(); from += atOnce) {
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + atOnce));
      channel.writeInbound(Unpooled.wrappedBuffer(piece));
    }
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      out.release();
    }
    return this;
  }
}
