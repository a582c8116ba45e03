package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.runtime.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

  private static final int STREAM = 300;

  private final Queue<byte[]> decoded = new ArrayDeque<>();
  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(this::take));

  private void take(int stream, ByteBuf in, int length) {
    assertThat(stream).isEqualTo(STREAM);
    byte[] frame = new byte[length];
    in.readBytes(frame);
    decoded.add(frame);
  }

  @AfterEach
  void nothingIsLeft() {
    channel.finishAndReleaseAll();
  }

  private static ByteBuf encoded(List<byte[]> frames) {
    ByteBuf buffer = Unpooled.buffer(FrameEncoder.size(STREAM, frames));
    FrameEncoder.encode(STREAM, frames, buffer);
    assertThat(buffer.readableBytes()).isEqualTo(FrameEncoder.size(STREAM, frames));
    return buffer;
  }

  private static List<byte[]> randomFrames(Random random, int count, int largest) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] frame = new byte[1 + random.nextInt(largest)];
      random.nextBytes(frame);
      frames.add(frame);
    }
    return frames;
  }

  private void assertDecoded(List<byte[]> frames) {
    for (byte[] frame : frames) {
      assertThat(decoded.poll()).isEqualTo(frame);
    }
    assertThat(decoded).isEmpty();
  }

  @Test
  void framesThatComeByteByByteAreWhole() {
    List<byte[]> frames = randomFrames(new Random(1), 50, 400);
    ByteBuf bytes = encoded(frames);
    while (bytes.isReadable()) {
      channel.writeInbound(bytes.readBytes(1));
    }
    assertDecoded(frames);
  }

  @Test
  void framesThatComeAtOnceAreSeparate() {
    List<byte[]> frames = randomFrames(new Random(2), 500, 400);
    channel.writeInbound(encoded(frames));
    assertDecoded(frames);
  }

  @Test
  void framesMayBeSplitAnywhere() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<byte[]> frames = randomFrames(random, 20, random.nextBoolean() ? 5 : 65_536);
      ByteBuf bytes = encoded(frames);
      while (bytes.isReadable()) {
        channel.writeInbound(
            bytes.readBytes(Math.min(bytes.readableBytes(), 1 + random.nextInt(40_000))));
      }
      assertDecoded(frames);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, FrameDecoder.MAX_STREAM})
  void everyNumberOfAStreamAtABoundaryIsFine(int stream) {
    List<Integer> streams = new ArrayList<>();
    EmbeddedChannel all = new EmbeddedChannel(new FrameDecoder((of, _, _) -> streams.add(of)));
    List<byte[]> frames = List.of(new byte[200], new byte[1]);
    ByteBuf buffer = Unpooled.buffer(FrameEncoder.size(stream, frames));
    FrameEncoder.encode(stream, frames, buffer);
    assertThat(buffer.readableBytes()).isEqualTo(FrameEncoder.size(stream, frames));
    while (buffer.isReadable()) {
      all.writeInbound(buffer.readBytes(1));
    }
    assertThat(streams).containsExactly(stream, stream);
    all.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 16_383, 16_384, 65_535, 65_536})
  void everyLengthAtABoundaryIsFine(int length) {
    List<byte[]> frames = List.of(new byte[length], new byte[] {1}, new byte[length]);
    channel.writeInbound(encoded(frames));
    assertDecoded(frames);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          01 00                   | is 0
          01 00 ff ff             | is 0
          01 81 80 04             | is 65537
          01 ff ff 7f             | is 2097151
          01 ff ff ff ff 07       | more than 3 bytes
          01 ff ff ff ff 0f       | more than 3 bytes
          01 ff ff ff ff ff ff ff ff ff 01 | more than 3 bytes
          01 80 80 80 80 80 80 80 80 80 80 | more than 3 bytes
          01 80 80 80             | more than 3 bytes
          01 80 00                | more bytes than it needs
          01 81 00                | more bytes than it needs
          01 ff 80 00             | more bytes than it needs
          ff ff ff ff 07 01 | the number of a stream has more than 3 bytes
          81 00 01 | the number of a stream has more bytes than it needs
          80 80 80 | the number of a stream has more than 3 bytes
          """)
  void alengthThatNoFrameHasIsRefused(String hex, String why) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(bytes)))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining(why);
  }

  @Test
  void framesBeforeARefusedOneArrive() {
    ByteBuf bytes = Unpooled.buffer().writeBytes(new byte[] {(byte) 0xAC, 2, 1, 7, 1, 0, 1, 1, 8});
    assertThatThrownBy(() -> channel.writeInbound(bytes))
        .isInstanceOf(CorruptedFrameException.class);
    assertDecoded(List.of(new byte[] {7}));
  }

  @Test
  void aTruncatedFrameIsNone() {
    ByteBuf bytes = encoded(List.of(new byte[1000]));
    channel.writeInbound(bytes.readBytes(999));
    channel.finish();
    bytes.release();
    assertDecoded(List.of());
  }

  @Test
  void anAnnouncedFrameCostsNothingUntilItComes() {
    byte[] lengthOf64KiB = {1, (byte) 0x80, (byte) 0x80, 0x04, 1};
    ByteBuf announced = channel.alloc().buffer(16).writeBytes(lengthOf64KiB);
    channel.writeInbound(announced);
    assertThat(announced.refCnt()).as("it is kept as it came").isOne();
    assertThat(announced.capacity()).isEqualTo(16);
  }

  @Test
  void whatIsKeptIsBoundedByAFrameAndARead() {
    byte[] frame = new byte[Connection.MAX_FRAME];
    ByteBuf bytes = encoded(List.of(frame, frame, frame, frame, frame, frame, frame, frame));
    ByteBuf first = channel.alloc().buffer(64);
    first.writeBytes(bytes, 60);
    channel.writeInbound(first);
    while (bytes.isReadable()) {
      int read = Math.min(bytes.readableBytes(), 60_000);
      assertThat(channel.writeOneInbound(bytes.readBytes(read)).isSuccess()).isTrue();
      assertThat(first.capacity()).isLessThanOrEqualTo(256 * 1024);
    }
    channel.flushInbound();
  }
}
