package cutline.quic;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes in a stream is read the same however it is cut, or refused. */
class StreamsFuzzTest {

  private static final String REFUSED = "refused";

  static Stream<byte[]> streams() {
    return Stream.of(
            "\1\0\0\1A\2\0\0\0\3\0\0\2hi",
            "\4\0\0\0\5\0\0\b\0\0\0\0\0\0\0\1",
            "\5\0\0\nno reason!",
            "\1\3\u00e9\u00e8",
            "\6\0\0\0",
            "\2hi\1!\3abc",
            "\0",
            "\u0081\0",
            "\u0081\1" + "x".repeat(129),
            "GET / HTTP/1.1\r\n\r\n")
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One test for both: a run of the fuzzer takes one of a class. */
  @MethodSource("streams")
  @FuzzTest
  void isTheSameHoweverItComes(byte[] bytes) {
    assertSame(bytes, StreamsFuzzTest::control);
    assertSame(bytes, in -> new String(Frames.read(in), StandardCharsets.ISO_8859_1));
  }

  private static String control(ByteBuf in) {
    Control said = Control.read(in);
    return said instanceof Control.First(byte[] frame)
        ? "first " + new String(frame, StandardCharsets.ISO_8859_1)
        : said == null ? "" : said.toString();
  }

  private static void assertSame(byte[] bytes, Function<ByteBuf, String> next) {
    List<String> whole = new ArrayList<>();
    read(Unpooled.wrappedBuffer(bytes), next, whole);

    List<String> pieces = new ArrayList<>();
    ByteBuf in = Unpooled.wrappedBuffer(bytes).writerIndex(0);
    while (in.writerIndex() < bytes.length && !pieces.contains(REFUSED)) {
      in.writerIndex(in.writerIndex() + 1);
      read(in, next, pieces);
    }
    assertThat(pieces).isEqualTo(whole);
  }

  private static void read(ByteBuf in, Function<ByteBuf, String> next, List<String> into) {
    try {
      for (String one = next.apply(in); !one.isEmpty(); one = next.apply(in)) {
        into.add(one);
      }
    } catch (CorruptedFrameException e) {
      into.add(REFUSED);
    }
  }
}
