package cutline.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.runtime.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ControlTest {

  private static final List<Control> ALL =
      List.of(
          new Control.Open(""),
          new Control.Open("Zürich"),
          new Control.Opened(),
          new Control.Alive(),
          new Control.End(0, "Z is not here: A, B"),
          new Control.End(Long.MAX_VALUE, ""));

  @Test
  void whatIsSaidIsHeardWhenItHasComeInFull() {
    for (Control said : ALL) {
      ByteBuf bytes = said.bytes(ByteBufAllocator.DEFAULT);
      for (int part = 0; part < bytes.readableBytes(); part++) {
        assertThat(Control.read(bytes.slice(0, part))).as("%s, %d bytes", said, part).isNull();
      }
      assertThat(Control.read(bytes)).isEqualTo(said);
      assertThat(bytes.isReadable()).isFalse();
      bytes.release();
    }
  }

  @Test
  void theFirstFrameMayBeAsLongAsAnyOther() {
    byte[] frame = new byte[Connection.MAX_FRAME];
    new Random(1).nextBytes(frame);
    ByteBuf bytes = new Control.First(frame).bytes(ByteBufAllocator.DEFAULT);
    assertThat(Control.read(bytes))
        .isInstanceOfSatisfying(
            Control.First.class, first -> assertThat(first.frame()).isEqualTo(frame));
    bytes.release();
  }

  @Test
  void aLongReasonIsCut() {
    ByteBuf bytes = new Control.End(3, "x".repeat(5000)).bytes(ByteBufAllocator.DEFAULT);
    assertThat(Control.read(bytes)).isEqualTo(new Control.End(3, "x".repeat(Control.MAX_TEXT)));
    bytes.release();
  }

  @Test
  void whatCannotBeSaidIsRefusedAtItsHead() {
    for (int[] head :
        new int[][] {{0, 0}, {6, 0}, {1, 1001}, {2, 1}, {3, 0}, {3, 65_537}, {5, 7}}) {
      ByteBuf bytes = Unpooled.buffer().writeByte(head[0]).writeMedium(head[1]);
      assertThatThrownBy(() -> Control.read(bytes))
          .as("kind %d of %d bytes", head[0], head[1])
          .isInstanceOf(CorruptedFrameException.class);
    }
  }

  @Test
  void anyBytesAreSaidOrRefusedOrWaitedFor() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 3) {
        bytes[0] = (byte) random.nextInt(7);
        bytes[1] = 0;
        bytes[2] = 0;
        bytes[3] = (byte) random.nextInt(40);
      }
      try {
        Control.read(Unpooled.wrappedBuffer(bytes));
      } catch (CorruptedFrameException e) {
        assertThat(e).hasMessageContaining("it says");
      }
    }
  }
}
