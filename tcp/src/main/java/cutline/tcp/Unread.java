package cutline.tcp;

import java.util.Arrays;

/** How much of what a stream has sent has not left yet. Its bytes leave in numbered chunks. */
final class Unread {

  private static final int FEW = 4;

  /** Rings, whose size is a power of two, of the chunks that have bytes of the stream. */
  private long[] chunks = new long[FEW];

  private long[] sizes = new long[FEW];
  private int first;
  private int count;
  private long bytes;

  /** Some bytes will leave with this chunk, which comes before no earlier one. */
  void add(long chunk, int size) {
    int last = (first + count - 1) & (chunks.length - 1);
    if (count > 0 && chunks[last] == chunk) {
      sizes[last] += size;
    } else {
      if (count == chunks.length) {
        grow();
      }
      int next = (first + count) & (chunks.length - 1);
      chunks[next] = chunk;
      sizes[next] = size;
      count++;
    }
    bytes += size;
  }

  /** What has not left if all chunks up to this one have. */
  long bytes(long left) {
    while (count > 0 && chunks[first] <= left) {
      bytes -= sizes[first];
      first = (first + 1) & (chunks.length - 1);
      count--;
    }
    return bytes;
  }

  private void grow() {
    chunks = grown(chunks);
    sizes = grown(sizes);
    first = 0;
  }

  private long[] grown(long[] ring) {
    long[] grown = Arrays.copyOf(Arrays.copyOfRange(ring, first, ring.length), 2 * ring.length);
    System.arraycopy(ring, 0, grown, ring.length - first, first);
    return grown;
  }
}
