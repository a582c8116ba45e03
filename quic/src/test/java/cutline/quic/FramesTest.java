package cutline.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 127, 128, 16_383, 16_384, 65_535, 65_536})
  void whatIsWrittenIsReadWhenItHasComeInFull(int length) {
    byte[] frame = new byte[length];
    new Random(length).nextBytes(frame);
    ByteBuf bytes = Unpooled.buffer();
    Frames.write(frame, bytes);
    assertThat(bytes.readableBytes()).isEqualTo(Frames.size(frame));
    assertThat(Frames.read(bytes.duplicate().writerIndex(bytes.writerIndex() - 1))).isEmpty();
    assertThat(Frames.read(bytes)).isEqualTo(frame);
    assertThat(Frames.read(bytes)).isEmpty();
  }

  @Test
  void theSizeOfSeveralIsTheirSum() {
    assertThat(Frames.size(List.of(new byte[1], new byte[128]))).isEqualTo(2 + 130);
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf bytes = Unpooled.buffer();
    for (int value : values) {
      bytes.writeByte(value);
    }
    return bytes;
  }

  @Test
  void aLengthThatNoFrameHasIsRefused() {
    assertThatThrownBy(() -> Frames.read(bytes(0)))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining("is 0");
    assertThatThrownBy(() -> Frames.read(bytes(0x81, 0x80, 0x04)))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining("65537");
    assertThatThrownBy(() -> Frames.read(bytes(0xFF, 0xFF, 0xFF)))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining("more than 3 bytes");
    assertThatThrownBy(() -> Frames.read(bytes(0x81, 0x00)))
        .isInstanceOf(CorruptedFrameException.class)
        .hasMessageContaining("more bytes than it needs");
    assertThat(Frames.read(bytes(0xFF, 0xFF))).as("the rest of the length may come").isEmpty();
  }
}
