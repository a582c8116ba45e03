package cutline.runtime;

import com.google.protobuf.ByteString;

/**
 * Which entries of a channel's log have been received: all up to a number, and some above it, which
 * lie close. In a channel that is FIFO there are none above.
 */
final class Cursor {

  /** How far above {@link #upTo} a number may lie. */
  static final int SPAN = 16_384;

  /** So that nothing overflows. */
  static final long MAX = Long.MAX_VALUE - 2L * SPAN;

  private static final long[] NONE = {};

  private long upTo;

  /** A ring of bits, number modulo SPAN; empty while nothing above was ever received. */
  private long[] bits = NONE;

  private int above;
  private long highest;

  /** Nothing has been received. */
  Cursor() {}

  /** All up to this number have been received. */
  Cursor(long upTo) {
    this.upTo = upTo;
    this.highest = upTo;
  }

  /**
   * What {@link #upTo} and {@link #above} were.
   *
   * @throws MalformedException if there are numbers outside the span
   */
  static Cursor of(long upTo, ByteString above) throws MalformedException {
    if (upTo < 0 || upTo > MAX) {
      throw new MalformedException("a cursor at " + Long.toUnsignedString(upTo));
    }
    if (above.size() > SPAN / Byte.SIZE) {
      throw new MalformedException("a cursor with " + above.size() + " bytes above it");
    }
    Cursor cursor = new Cursor(upTo);
    for (int bit = 0; bit < above.size() * Byte.SIZE; bit++) {
      if ((above.byteAt(bit / Byte.SIZE) & 1 << bit % Byte.SIZE) != 0) {
        cursor.add(upTo + 1 + bit);
      }
    }
    return cursor;
  }

  /** All numbers up to this one have been received. */
  long upTo() {
    return upTo;
  }

  /** Of the numbers above {@link #upTo}, bit by bit, which have been received. */
  ByteString above() {
    if (above == 0) {
      return ByteString.EMPTY;
    }
    int span = (int) (highest - upTo);
    byte[] encoded = new byte[(span + Byte.SIZE - 1) / Byte.SIZE];
    for (int bit = 0; bit < span; bit++) {
      if (bit(upTo + 1 + bit)) {
        encoded[bit / Byte.SIZE] |= (byte) (1 << bit % Byte.SIZE);
      }
    }
    return ByteString.copyFrom(encoded);
  }

  /** How many have been received. */
  long count() {
    return upTo + above;
  }

  /** The highest number that has been received. */
  long highest() {
    return highest;
  }

  boolean contains(long number) {
    return number <= upTo || (number <= highest && bit(number));
  }

  boolean containsAll(Cursor other) {
    if (other.upTo > upTo && !containsAll(upTo + 1, other.upTo)) {
      return false;
    }
    for (long number = other.upTo + 1; number <= other.highest; number++) {
      if (other.contains(number) && !contains(number)) {
        return false;
      }
    }
    return true;
  }

  private boolean containsAll(long from, long to) {
    for (long number = from; number <= to; number++) {
      if (!contains(number)) {
        return false;
      }
    }
    return true;
  }

  /** Adds a number, which may lie at most {@link #SPAN} above {@link #upTo}. */
  void add(long number) {
    if (contains(number)) {
      return;
    }
    if (number - upTo > SPAN) {
      throw new IllegalArgumentException(number + " lies too far above " + upTo);
    }
    highest = Math.max(highest, number);
    if (number == upTo + 1) {
      upTo++;
      while (above > 0 && bit(upTo + 1)) {
        upTo++;
        flip(upTo);
        above--;
      }
      return;
    }
    if (bits.length == 0) {
      bits = new long[SPAN / Long.SIZE];
    }
    flip(number);
    above++;
  }

  /** Adds what another cursor of the same channel knows. */
  void addAll(Cursor other) {
    if (above == 0 || other.upTo - upTo >= SPAN) {
      if (other.upTo > upTo) {
        upTo = other.upTo;
        highest = Math.max(highest, upTo);
        above = 0;
        bits = NONE;
      }
    }
    while (upTo < other.upTo) {
      add(upTo + 1);
    }
    for (long number = upTo + 1; number <= other.highest; number++) {
      if (other.contains(number)) {
        add(number);
      }
    }
  }

  private boolean bit(long number) {
    return (bits[word(number)] & 1L << number) != 0;
  }

  private void flip(long number) {
    bits[word(number)] ^= 1L << number;
  }

  private static int word(long number) {
    return (int) (number % SPAN) / Long.SIZE;
  }

  @Override
  public String toString() {
    return above == 0 ? Long.toString(upTo) : upTo + " and " + above + " above";
  }
}
