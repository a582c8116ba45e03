package cutline.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts what is larger than a frame into numbered parts, and joins the parts of one thing. */
public final class Parts {

  /** The size of a part; the rest of a frame is for what surrounds it. */
  private static final int SIZE = 48 * 1024;

  /** The largest thing that is joined, in bytes. */
  static final int MAX_TOTAL = 256 * 1024 * 1024;

  private byte[] @Nullable [] parts = {};
  private int present;
  private long total;

  /** Nothing is there yet of the thing to join. */
  public Parts() {}

  /** The parts of something, at least one. */
  public static List<byte[]> split(byte[] whole) {
    List<byte[]> parts = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(whole.length, from + SIZE);
      parts.add(Arrays.copyOfRange(whole, from, to));
      from = to;
    } while (from < whole.length);
    return parts;
  }

  /**
   * Takes one part; the same one again changes nothing.
   *
   * @return the whole, once all parts are there, else null
   * @throws MalformedException if the part contradicts the earlier ones or there is too much of it
   */
  public byte @Nullable [] add(int part, int count, byte[] data) throws MalformedException {
    if (count < 1 || count > MAX_TOTAL / SIZE || part < 0 || part >= count) {
      throw new MalformedException("part " + part + " of " + count);
    }
    if (parts.length == 0) {
      parts = new byte[count][];
    }
    if (parts.length != count) {
      throw new MalformedException("a part of " + count + " after one of " + parts.length);
    }
    byte[] earlier = parts[part];
    if (earlier == null) {
      parts[part] = data;
      present++;
      total += data.length;
    } else if (!Arrays.equals(earlier, data)) {
      throw new MalformedException("part " + part + " twice, and not the same");
    }
    return present == count ? join() : null;
  }

  private byte[] join() {
    byte[] whole = new byte[Math.toIntExact(total)];
    int at = 0;
    for (byte[] part : parts) {
      if (part != null) {
        System.arraycopy(part, 0, whole, at, part.length);
        at += part.length;
      }
    }
    return whole;
  }
}
