package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a peer says, the branch goes on or is fenced, and knows after a restart what it knew.
 * The bytes are frames behind their lengths, in one byte or two; a length of 0 stands for something
 * that the branch does itself, as the next byte says.
 */
class NodeFuzzTest {

  private static final int MOST_STEPS = 200;

  static Stream<byte[]> conversations() {
    byte[] waits = {0, 0};
    byte[] pays = {0, 1};
    byte[] initiates = {0, 2};
    List<byte[]> whole = new ArrayList<>(List.of(framed(Frames.hello()), pays, initiates));
    Frames.log().forEach(frame -> whole.add(framed(frame)));
    whole.add(waits);
    whole.add(framed(Frames.transfer(9)));
    return Stream.of(
        joined(whole),
        joined(List.of(framed(Frames.hello()), framed(Frames.transfer(1)), pays, waits)),
        joined(List.of(framed(Frames.hello()), framed(Frames.hello()))),
        joined(List.of(framed(Frames.hello()), framed(Frames.refusal()))),
        joined(List.of(framed(Frames.transfer(1)), framed(Frames.hello()))));
  }

  private static byte[] framed(byte[] frame) {
    byte[] length =
        frame.length < 0x80
            ? new byte[] {(byte) frame.length}
            : new byte[] {(byte) ((frame.length & 0x7F) | 0x80), (byte) (frame.length >> 7)};
    return joined(List.of(length, frame));
  }

  private static byte[] joined(List<byte[]> pieces) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    pieces.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  @MethodSource("conversations")
  @FuzzTest
  void itGoesOnWhateverItsPeerSays(byte[] bytes) throws Store.StoreException {
    MemoryStore store = new MemoryStore();
    AttackedNode attacked = new AttackedNode(store);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int step = 0; step < MOST_STEPS && in.hasRemaining(); step++) {
      int length = length(in);
      if (length == 0) {
        acts(attacked, in.hasRemaining() ? in.get() : 0, step);
      } else {
        byte[] frame = new byte[Math.min(length, in.remaining())];
        in.get(frame);
        attacked.takes(frame);
      }
    }
    assertThat(attacked.branch.capture().balance()).isBetween(0L, 3_000L);
    AttackedNode again = new AttackedNode(store);
    assertThat(again.branch.capture()).isEqualTo(attacked.branch.capture());
    again.takes(Frames.hello());
    again.takes(Frames.transfer(1));
  }

  private static int length(ByteBuffer in) {
    int first = in.get();
    return first < 0 && in.hasRemaining()
        ? (first & 0x7F) | ((in.get() & 0xFF) << 7)
        : first & 0x7F;
  }

  private static void acts(AttackedNode attacked, int what, int step) {
    switch (what & 3) {
      case 0 -> attacked.waits(Duration.ofMillis(100));
      case 1 -> attacked.pays(1);
      case 2 -> attacked.initiates("r" + step);
      default -> attacked.close();
    }
  }
}
