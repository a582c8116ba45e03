package cutline.bank.domain;

/** Numbers as bytes, the most significant one first. */
final class Longs {

  private Longs() {}

  static byte[] bytes(long... numbers) {
    byte[] bytes = new byte[numbers.length * Long.BYTES];
    for (int at = 0; at < bytes.length; at++) {
      long number = numbers[at / Long.BYTES];
      bytes[at] = (byte) (number >>> (Byte.SIZE * (Long.BYTES - 1 - at % Long.BYTES)));
    }
    return bytes;
  }

  /** As many as the bytes are enough for. */
  static long[] of(byte[] bytes) {
    long[] numbers = new long[bytes.length / Long.BYTES];
    for (int at = 0; at < numbers.length * Long.BYTES; at++) {
      numbers[at / Long.BYTES] = (numbers[at / Long.BYTES] << Byte.SIZE) | (bytes[at] & 0xff);
    }
    return numbers;
  }
}
