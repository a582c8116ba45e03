package cutline.simulation.bug;

import com.google.protobuf.ByteString;
import cutline.runtime.wire.Entry;
import cutline.simulation.Mutation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A message and what follows it directly change their places in the channel. */
final class Swapped implements Mutation {

  private final Entry.ContentCase follower;

  /** The frames that have taken the places of others, also when they are sent again. */
  private final Map<ByteString, byte[]> instead = new HashMap<>();

  Swapped(Entry.ContentCase follower) {
    this.follower = follower;
  }

  @Override
  public List<byte[]> leaving(int from, int to, List<byte[]> frames) {
    for (int at = 0; at + 1 < frames.size(); at++) {
      swap(frames.get(at), frames.get(at + 1));
    }
    List<byte[]> leaving = new ArrayList<>();
    for (byte[] frame : frames) {
      leaving.add(instead.getOrDefault(ByteString.copyFrom(frame), frame));
    }
    return leaving;
  }

  private void swap(byte[] frame, byte[] next) {
    Entry first = Entries.of(frame);
    Entry second = Entries.of(next);
    ByteString key = ByteString.copyFrom(frame);
    ByteString nextKey = ByteString.copyFrom(next);
    if (first.getContentCase() == Entry.ContentCase.MESSAGE
        && second.getContentCase() == follower
        && !instead.containsKey(key)
        && !instead.containsKey(nextKey)) {
      instead.put(key, Entries.frame(second, first.getNumber()));
      instead.put(nextKey, Entries.frame(first, second.getNumber()));
    }
  }
}
