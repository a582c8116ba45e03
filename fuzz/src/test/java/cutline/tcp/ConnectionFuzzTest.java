package cutline.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.fuzz.Texts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes by a connection is a greeting, and frames of streams that were opened, however it is
 * cut, or is counted once.
 */
class ConnectionFuzzTest {

  private static final String OPEN = "\0\4\1\1\0\0";

  static Stream<byte[]> connections() {
    return Stream.of(
            "CUTL\u0002" + OPEN + "\1\2hi\1\1!",
            "CUTL\u0002" + OPEN + "\1\2hi\0\4\3\1\0\0" + "\1\1!",
            "CUTL\u0002" + OPEN + "\0\5\1\2\0\0A\2\1!\1\1?",
            "CUTL\u0002" + OPEN + "\1\0",
            "CUTL\u0002" + OPEN + "\1\u0081\0",
            "CUTL\u0002" + OPEN + "\u0081\0\1a",
            "CUTL\u0002" + OPEN + "\1\u0081\1" + "x".repeat(129),
            "CUTL\u0002" + OPEN + "\1\u0080\u0080\u0080\1",
            "CUTL\u0002" + OPEN + OPEN,
            "CUTL\u0002\1\1a",
            "CUTL\u0001\1a",
            "CUT",
            "GET / HTTP/1.1\r\n\r\n")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  /** One test for both: a run of the fuzzer takes one of a class. */
  @MethodSource("connections")
  @FuzzTest
  void isHeardAsItWasSentHoweverItComes(byte[] bytes) {
    assertStreamsAreToldTheSame(bytes);
    assertFramesAreWhatWasSent(bytes);
  }

  private static void assertStreamsAreToldTheSame(byte[] bytes) {
    Streams whole = new Streams().take(bytes, Integer.MAX_VALUE);
    Streams pieces = new Streams().take(bytes, 1);

    assertThat(pieces.channel.isOpen()).isEqualTo(whole.channel.isOpen());
    assertThat(pieces.told).isEqualTo(whole.told);
    assertThat(whole.received).isLessThan(Math.max(1, bytes.length));
    for (Streams each : List.of(whole, pieces)) {
      assertThat(each.log).allSatisfy(Texts::requireLine);
      assertThat(each.channel.isOpen() || !each.log.isEmpty()).isTrue();
      each.channel.finishAndReleaseAll();
    }
  }

  private static void assertFramesAreWhatWasSent(byte[] bytes) {
    ByteBuf encoded = Unpooled.buffer();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new FrameDecoder((stream, in, length) -> {
              byte[] frame = ByteBufUtil.getBytes(in, in.readerIndex(), length);
              FrameEncoder.encode(stream, frame, encoded);
            }));
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    } catch (DecoderException e) {
      assertThat(e).isInstanceOf(CorruptedFrameException.class);
      Texts.requireLine(String.valueOf(e.getMessage()));
    }
    channel.finishAndReleaseAll();

    byte[] sent = ByteBufUtil.getBytes(encoded);
    assertThat(bytes).hasSizeGreaterThanOrEqualTo(sent.length);
    assertThat(Arrays.copyOf(bytes, sent.length)).isEqualTo(sent);
  }
}
