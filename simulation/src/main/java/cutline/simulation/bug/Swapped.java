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

  private record Place(int from, int to, ByteString frame) {}

  /** The frames that have taken the places of others, also when they are sent again. */
  private final Map<Place, byte[]> instead = new HashMap<>();

  Swapped(Entry.ContentCase follower) {
    this.follower = follower;
  }

  @Override
  public List<byte[]> leaving(int from, int to, List<byte[]> frames) {
    for (int at = 0; at + 1 < frames.size(); at++) {
      swap(place(from, to, frames.get(at)), place(from, to, frames.get(at + 1)));
    }
    List<byte[]> leaving = new ArrayList<>();
    for (byte[] frame : frames) {
      leaving.add(instead.getOrDefault(place(from, to, frame), frame));
    }
    return leaving;
  }

  private static Place place(int from, int to, byte[] frame) {
    return new Place(from, to, ByteString.copyFrom(frame));
  }

  private void swap(Place place, Place next) {
    Entry first = Entries.of(place.frame().toByteArray());
    Entry second = Entries.of(next.frame().toByteArray());
    if (first.getContentCase() == Entry.ContentCase.MESSAGE
        && second.getContentCase() == follower
        && !instead.containsKey(place)
        && !instead.containsKey(next)) {
      instead.put(place, Entries.frame(second, first.getNumber()));
      instead.put(next, Entries.frame(first, second.getNumber()));
    }
  }
}
