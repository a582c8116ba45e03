package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import cutline.core.ChannelOrder;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message's frame is written by hand where it can be, and is the same as the generated code's.
 */
class WireMessageTest {

  private final Topology topology = Topology.complete(List.of("A", "B"), ChannelOrder.NON_FIFO);
  private final Wire<byte[], byte[]> wire = new Wire<>(new Plain(), topology);

  private static final class Plain implements MessageCodec<byte[], byte[]> {

    @Override
    public byte[] encodeMessage(byte[] message) {
      return message;
    }

    @Override
    public byte[] decodeMessage(byte[] bytes) {
      return bytes;
    }

    @Override
    public byte[] encodeState(byte[] state) {
      return state;
    }

    @Override
    public byte[] decodeState(byte[] bytes) {
      return bytes;
    }
  }

  private static byte[] message(int size) {
    byte[] message = new byte[size];
    Arrays.fill(message, (byte) 0xA5);
    return message;
  }

  private static byte[] generated(long number, byte[] message) {
    return Frame.newBuilder()
        .setEntry(Entry.newBuilder().setNumber(number).setMessage(ByteString.copyFrom(message)))
        .build()
        .toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 127, 128, 16_383, 16_384, 60 * 1024})
  void messagesOfAllSizes(int size) {
    byte[] message = message(size);
    assertThat(wire.message(7, List.of(), message)).isEqualTo(generated(7, message));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 127, 128, 1L << 35, Long.MAX_VALUE})
  void entriesOfAllNumbers(long number) throws MalformedException {
    byte[] frame = wire.message(number, List.of(), message(9));
    assertThat(frame).isEqualTo(generated(number, message(9)));
    Entry entry = Wire.parse(frame).getEntry();
    assertThat(entry.getNumber()).isEqualTo(number);
    assertThat(wire.message(entry)).isEqualTo(message(9));
    assertThat(wire.carried(entry)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20})
  void oneThatCarriesSnapshots(int size) throws MalformedException {
    List<SnapshotId> carried = List.of(new SnapshotId("B", 2, 3), new SnapshotId("A", 1, 9));
    Entry entry = Wire.parse(wire.message(5, carried, message(size))).getEntry();
    assertThat(entry.getNumber()).isEqualTo(5);
    assertThat(wire.message(entry)).isEqualTo(message(size));
    assertThat(wire.carried(entry)).isEqualTo(carried);
  }

  @ParameterizedTest
  @ValueSource(ints = {60 * 1024 + 1, 1 << 20})
  void oneThatIsTooLarge(int size) {
    assertThatThrownBy(() -> wire.message(1, List.of(), message(size)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("and the most are 61440");
  }
}
