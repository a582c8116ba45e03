package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.runtime.Connection;
import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import cutline.runtime.admission.Residents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many streams say leaves at once, and what comes at once is told to all of them. */
class TrunkTest {

  private final List<String> told = new ArrayList<>();
  private final List<Connection> streams = new ArrayList<>();
  private final Flushes flushes = new Flushes();
  private final Rejections rejections = new Rejections(_ -> {}, () -> 0);
  private final EmbeddedChannel channel = new EmbeddedChannel(flushes);

  TrunkTest() {
    AcceptTrunk trunk =
        new AcceptTrunk(channel, Residents.of(this::accept), Limits.DEFAULT, rejections);
    channel
        .pipeline()
        .addLast(new FrameDecoder(trunk))
        .addLast(trunk)
        .addLast(new Probation(Limits.DEFAULT.silence(), new AtomicInteger(), rejections));
  }

  private static final class Flushes extends ChannelOutboundHandlerAdapter {

    private int count;

    @Override
    public void flush(ChannelHandlerContext context) {
      count++;
      context.flush();
    }
  }

  private Transport.Receiver accept(Connection connection) {
    streams.add(connection);
    int number = streams.size();
    return new Transport.Receiver() {
      @Override
      public void received(byte[] frame) {
        told.add(number + new String(frame, StandardCharsets.UTF_8));
      }

      @Override
      public void batchEnd() {
        told.add(number + ".");
      }

      @Override
      public void closed() {
        told.add(number + " closed");
      }
    };
  }

  private void open(int count) {
    for (int number = 1; number <= count; number++) {
      channel.writeInbound(frame(0, new Control.Open(number, "").frame()));
    }
    channel.runPendingTasks();
    channel.releaseOutbound();
    flushes.count = 0;
  }

  private static ByteBuf frame(int stream, byte... frame) {
    return Unpooled.wrappedBuffer(RawPeer.framed(stream, frame));
  }

  private static ByteBuf frame(int stream, String text) {
    return frame(stream, text.getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whatManyStreamsSendInOneTurnLeavesWithOneFlush() {
    open(40);
    for (Connection stream : streams) {
      stream.send(List.of(new byte[] {'x'}));
      stream.send(List.of(new byte[] {'y'}));
    }
    assertThat(flushes.count).isZero();
    channel.runPendingTasks();
    assertThat(flushes.count).isOne();
    ByteBuf left = channel.readOutbound();
    Object more = channel.readOutbound();
    assertThat(more).as("a second buffer").isNull();
    for (int number = 1; number <= 40; number++) {
      for (int text : new int[] {'x', 'y'}) {
        assertThat(left.readByte()).isEqualTo((byte) number);
        assertThat(left.readByte()).as("the length").isEqualTo((byte) 1);
        assertThat(left.readByte()).isEqualTo((byte) text);
      }
    }
    assertThat(left.isReadable()).isFalse();
    left.release();
  }

  @Test
  void whatComesTogetherIsToldToAllBeforeTheirBatchesEnd() {
    open(3);
    channel.writeInbound(frame(2, "a"), frame(1, "b"), frame(2, "c"), frame(1, "d"), frame(2, "e"));
    assertThat(told).containsExactly("2a", "1b", "2c", "1d", "2e", "2.", "1.");
    told.clear();
    channel.writeInbound(frame(3, "f"));
    assertThat(told).containsExactly("3f", "3.");
  }

  @Test
  void aStreamThatEndsInABatchHasItsEndFirst() {
    open(2);
    channel.writeInbound(
        frame(1, "a"),
        frame(2, "b"),
        frame(0, new Control.End(1, "").frame()),
        frame(1, "c"),
        frame(2, "d"));
    assertThat(told).containsExactly("1a", "2b", "1.", "1 closed", "2d", "2.");
  }

  @Test
  void whoOpensAndEndsWithoutReadingIsCutOff() {
    int most = 1024 * 1024 / RawPeer.framed(0, new Control.Opened(1).frame()).length + 1;
    ByteBuf turns = Unpooled.buffer();
    for (int number = 1; number <= most; number++) {
      turns.writeBytes(RawPeer.framed(0, new Control.Open(number, "").frame()));
      turns.writeBytes(RawPeer.framed(0, new Control.End(number, "").frame()));
    }
    channel.writeInbound(turns);
    assertThat(rejections.of(Rejection.UNREAD)).isOne();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void theEndOfAStreamFollowsWhatItHasSent() {
    open(2);
    streams.getFirst().send(List.of(new byte[] {'x'}));
    streams.getFirst().close();
    streams.getFirst().send(List.of(new byte[] {'y'}));
    assertThat(told).isEmpty();
    channel.runPendingTasks();
    assertThat(told).containsExactly("1 closed");
    ByteBuf left = channel.readOutbound();
    byte[] bytes = new byte[left.readableBytes()];
    left.readBytes(bytes).release();
    assertThat(bytes).isEqualTo(new byte[] {1, 1, 'x', 0, 4, 3, 1, 0, 0});
  }
}
