package cutline.rocksdb;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Numbers and strings of bytes as RocksDB writes them. */
final class Numbers {

  private Numbers() {}

  /**
   * A number of variable length.
   *
   * @throws BufferUnderflowException if the bytes end before the number
   * @throws IllegalArgumentException if it is too long
   */
  static long varint(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }

  /**
   * Bytes behind their number.
   *
   * @throws BufferUnderflowException if there are fewer
   */
  static byte[] bytes(ByteBuffer bytes) {
    long length = varint(bytes);
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] result = new byte[(int) length];
    bytes.get(result);
    return result;
  }
}
