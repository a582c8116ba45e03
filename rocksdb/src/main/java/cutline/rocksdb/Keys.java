package cutline.rocksdb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** Keys as RocksDB has them: UTF-8, which it orders byte by byte. */
final class Keys {

  /** Greater than any byte of UTF-8. */
  private static final byte LAST = (byte) 0xFF;

  private Keys() {}

  /**
   * A key's bytes.
   *
   * @throws IllegalArgumentException if half a surrogate pair would make it equal to another key
   */
  static byte[] bytes(String key) {
    return isAscii(key) ? key.getBytes(US_ASCII) : encoded(key);
  }

  private static boolean isAscii(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static byte[] encoded(String key) {
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(key));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not a key, as it is not Unicode: '" + key + "'", e);
    }
  }

  /** Greater than all keys that begin with the prefix, and less than all other greater ones. */
  static byte[] behind(String prefix) {
    byte[] bytes = bytes(prefix);
    byte[] behind = Arrays.copyOf(bytes, bytes.length + 1);
    behind[bytes.length] = LAST;
    return behind;
  }

  static String text(byte[] key) {
    return new String(key, UTF_8);
  }
}
