package cutline.simulation.bug;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import cutline.runtime.Store;
import cutline.simulation.Mutation;
import java.util.function.BiConsumer;

/** A process forgets in a crash which snapshots it has begun, and in which life. */
final class IdReused implements Mutation {

  private static final String PROCESS = "process";

  /** The fields of what a process saves of itself (saved.proto). */
  private static final int INCARNATION = 1;

  private static final int LAST_SNAPSHOT = 2;

  @Override
  public long nonce(Site site, long drawn) {
    return site.process();
  }

  @Override
  public Store store(Site site, Store real) {
    return new StoreBug(real) {
      @Override
      public void scan(String prefix, BiConsumer<String, byte[]> visitor) throws StoreException {
        super.scan(
            prefix,
            (key, value) -> visitor.accept(key, key.equals(PROCESS) ? forgetful(value) : value));
      }
    };
  }

  private static byte[] forgetful(byte[] saved) {
    try {
      return UnknownFieldSet.parseFrom(saved).toBuilder()
          .clearField(INCARNATION)
          .clearField(LAST_SNAPSHOT)
          .build()
          .toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("a record of our own", e);
    }
  }
}
