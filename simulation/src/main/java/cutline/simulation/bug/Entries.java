package cutline.simulation.bug;

import com.google.protobuf.InvalidProtocolBufferException;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;

/** Frames as entries of a channel, and back. */
final class Entries {

  private Entries() {}

  /** The entry in a frame; one without content if there is none. */
  static Entry of(byte[] frame) {
    try {
      return Frame.parseFrom(frame).getEntry();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("a frame of our own", e);
    }
  }

  /** The frame of an entry with another number. */
  static byte[] frame(Entry entry, long number) {
    return Frame.newBuilder().setEntry(entry.toBuilder().setNumber(number)).build().toByteArray();
  }
}
