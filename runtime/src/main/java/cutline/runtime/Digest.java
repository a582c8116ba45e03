package cutline.runtime;

import java.util.zip.CRC32C;

/**
 * What tells two logs apart that have the same numbers: a sum over their entries, in any order, so
 * that two sets of entries are compared by one number. Against mistakes, not against malice.
 */
final class Digest {

  private Digest() {}

  /**
   * What an entry adds to the sum.
   *
   * @param frame as it is on the wire
   */
  static long of(byte[] frame) {
    CRC32C crc = new CRC32C();
    crc.update(frame);
    // Spread over 64 bits (Steele, Lea and Flood 2014, SplitMix), else sums would soon be alike.
    long mixed = (crc.getValue() | (long) frame.length << Integer.SIZE) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
