package cutline.peers.flink;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The state of the sending half of a branch.
 *
 * @param number the branch's
 * @param sent how many dollars it has sent so far
 */
record Sender(int number, long sent) implements SourceSplit {

  @Override
  public String splitId() {
    return "" + number;
  }

  /** As bytes, in a checkpoint. */
  static final class Serializer implements SimpleVersionedSerializer<Sender> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Sender sender) {
      return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
          .putInt(sender.number)
          .putLong(sender.sent)
          .array();
    }

    @Override
    public Sender deserialize(int version, byte[] serialized) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(serialized);
      return new Sender(bytes.getInt(), bytes.getLong());
    }
  }
}
