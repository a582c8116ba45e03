package cutline.rocksdb;

import cutline.runtime.Store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * How much of a file in RocksDB's log format is intact. Its write-ahead logs and manifests are such
 * files: blocks of 32 KiB with fragments, each of them a checksum, a length, a type and its bytes;
 * one or several fragments make a record.
 *
 * <p>RocksDB checks the checksums too. But a length that points beyond the end, and a header of
 * zeros, are to it the end of what was written, whatever comes behind: it would open such a file
 * without a word, and without the rest.
 *
 * @param intact where the last whole record ends
 * @param damage where the first fragment begins that is not as it was written, or the size
 * @param size the file's size
 * @param end what is behind the intact part
 */
record LogFile(long intact, long damage, long size, End end) {

  /** What is behind the intact part of a log. */
  enum End {
    /** Nothing. */
    CLEAN,

    /** Zeros only: the file grew, and the first byte of the next record was never written. */
    BLANK,

    /** One record that was not written in full. */
    TORN,

    /** Something else than what was written. */
    CORRUPT
  }

  /** Is told of a record and where it begins; its bytes are in the order that RocksDB uses. */
  interface RecordVisitor {
    void visit(long offset, ByteBuffer record) throws StoreException;
  }

  private static final int BLOCK = 32 * 1024;
  private static final int SECTOR = 512;
  private static final int HEADER = 7;
  private static final int LENGTH = 4;
  private static final int TYPE = 6;

  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  /** Visits the whole records, and tells what is behind them. */
  static LogFile read(Path file, RecordVisitor visitor) throws IOException, StoreException {
    return read(Files.readAllBytes(file), visitor);
  }

  static LogFile read(byte[] bytes, RecordVisitor visitor) throws StoreException {
    int position = 0;
    int intact = 0;
    boolean inRecord = false;
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    while (position < bytes.length) {
      if (leftInBlock(position) < HEADER) {
        position = Math.min(position + leftInBlock(position), bytes.length);
        continue;
      }
      int type = typeAt(bytes, position);
      boolean continues = type == MIDDLE || type == LAST;
      if (type == 0 || continues != inRecord) {
        break;
      }
      int begin = position + HEADER;
      position = endOf(bytes, position);
      record.write(bytes, begin, position - begin);
      inRecord = type == FIRST || type == MIDDLE;
      if (!inRecord) {
        visitor.visit(intact, littleEndian(record.toByteArray()));
        record.reset();
        intact = position;
      }
    }
    return new LogFile(intact, position, bytes.length, end(bytes, position, inRecord));
  }

  private static End end(byte[] bytes, int damage, boolean inRecord) {
    if (damage == bytes.length) {
      return inRecord ? End.TORN : End.CLEAN;
    }
    if (isBlank(bytes, damage, bytes.length)) {
      return inRecord ? End.TORN : End.BLANK;
    }
    if (anotherRecordFrom(bytes, damage)) {
      return End.CORRUPT;
    }
    return isCutOff(bytes, damage) || hasBlankSector(bytes, damage) ? End.TORN : End.CORRUPT;
  }

  /**
   * Whether another record begins somewhere behind. Parts that only continue a record tell nothing:
   * a disk may write the end of the last record before its middle.
   */
  private static boolean anotherRecordFrom(byte[] bytes, int damage) {
    for (int position = damage; position + HEADER <= bytes.length; position++) {
      int type = typeAt(bytes, position);
      if (type == FULL || type == FIRST) {
        return true;
      }
    }
    return false;
  }

  /** Whether the fragment's header may be right, and the file ends before the fragment does. */
  private static boolean isCutOff(byte[] bytes, int position) {
    if (position + HEADER > bytes.length) {
      return true;
    }
    int type = bytes[position + TYPE];
    int end = endOf(bytes, position);
    return type >= FULL
        && type <= LAST
        && end > bytes.length
        && end <= position + leftInBlock(position);
  }

  /** Whether the file has grown, and a part of what made it grow has not reached the disk. */
  private static boolean hasBlankSector(byte[] bytes, int from) {
    int begin = from;
    while (begin < bytes.length) {
      int end = Math.min((begin / SECTOR + 1) * SECTOR, bytes.length);
      if (isBlank(bytes, begin, end)) {
        return true;
      }
      begin = end;
    }
    return false;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int position = from; position < to; position++) {
      if (bytes[position] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The type of the intact fragment at this position; 0 if there is none. */
  private static int typeAt(byte[] bytes, int position) {
    if (position + HEADER > bytes.length) {
      return 0;
    }
    int type = bytes[position + TYPE];
    int end = endOf(bytes, position);
    if (type < FULL
        || type > LAST
        || end > bytes.length
        || end > position + leftInBlock(position)) {
      return 0;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, position + TYPE, end - position - TYPE);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    return masked == littleEndian(bytes).getInt(position) ? type : 0;
  }

  private static int endOf(byte[] bytes, int position) {
    return position + HEADER + Short.toUnsignedInt(littleEndian(bytes).getShort(position + LENGTH));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int leftInBlock(int position) {
    return BLOCK - position % BLOCK;
  }
}
