package cutline.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.fuzz.Texts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes by a connection is a greeting and frames, however it is cut, or is counted once. */
class ConnectionFuzzTest {

  private static final byte[] GREETING = "CUTL\u0001".getBytes(ISO_8859_1);

  static Stream<byte[]> streams() {
    return Stream.of(
            "CUTL\u0001\u0002hi\u0001!",
            "CUTL\u0001\u0001a\u0000",
            "CUTL\u0001\u0081\u0000",
            "CUTL\u0001\u0081\u0001" + "x".repeat(129),
            "CUTL\u0001\u0080\u0080\u0080\u0001",
            "CUTL\u0002\u0001a",
            "CUT",
            "GET / HTTP/1.1\r\n\r\n")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("streams")
  @FuzzTest
  void framesAreTheSameHoweverTheyCome(byte[] bytes) {
    Streams whole = new Streams().take(bytes, Integer.MAX_VALUE);
    Streams pieces = new Streams().take(bytes, 1);

    assertThat(pieces.greeted).isEqualTo(whole.greeted);
    assertThat(pieces.channel.isOpen()).isEqualTo(whole.channel.isOpen());
    assertThat(encoded(pieces)).isEqualTo(encoded(whole));
    for (Streams each : List.of(whole, pieces)) {
      assertThat(each.log).hasSize(each.channel.isOpen() ? 0 : 1).allSatisfy(Texts::requireLine);
      each.channel.finishAndReleaseAll();
    }
    assertThat(whole.greeted || whole.frames.isEmpty()).isTrue();
    assertThat(bytes.length).isGreaterThanOrEqualTo(encoded(whole).length);
    assertThat(Arrays.copyOf(bytes, encoded(whole).length)).isEqualTo(encoded(whole));
  }

  /** What is sent to have it arrive. */
  private static byte[] encoded(Streams stream) {
    if (!stream.greeted) {
      return new byte[0];
    }
    ByteBuf encoded = Unpooled.buffer().writeBytes(GREETING);
    FrameEncoder.encode(stream.frames, encoded);
    return ByteBufUtil.getBytes(encoded);
  }
}
