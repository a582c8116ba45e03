package cutline.rocksdb;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What RocksDB's manifest tells of the database as a whole: the numbers at the beginning of its
 * records, before the files.
 */
final class Manifest {

  private static final int COMPARATOR = 1;
  private static final int FIRST_LOG = 2;
  private static final int NEXT_FILE = 3;
  private static final int LAST_SEQUENCE = 4;
  private static final int PREVIOUS_LOG = 9;
  private static final int LOG_TO_KEEP = 10;
  private static final int LARGEST_FAMILY = 203;
  private static final int IDENTITY = 1 << 13 | 1;

  private byte[] identity = {};
  private long firstLog;
  private long lastSequence;

  /**
   * Takes in the next record.
   *
   * @throws BufferUnderflowException or IllegalArgumentException if it is none of a manifest
   */
  void apply(ByteBuffer record) {
    while (record.hasRemaining()) {
      switch ((int) Numbers.varint(record)) {
        case IDENTITY -> identity = Numbers.bytes(record);
        case COMPARATOR -> Numbers.bytes(record);
        case FIRST_LOG -> firstLog = Numbers.varint(record);
        case LAST_SEQUENCE -> lastSequence = Numbers.varint(record);
        case NEXT_FILE, PREVIOUS_LOG, LOG_TO_KEEP, LARGEST_FAMILY -> Numbers.varint(record);
        default -> {
          // The files, which RocksDB looks after itself.
          return;
        }
      }
    }
  }

  /** What the database is called; empty if that was not told. */
  byte[] identity() {
    return identity.clone();
  }

  /** The number of the oldest log with something that is not in the tables. */
  long firstLog() {
    return firstLog;
  }

  /** Up to which sequence number everything was committed when the manifest was last written. */
  long lastSequence() {
    return lastSequence;
  }
}
