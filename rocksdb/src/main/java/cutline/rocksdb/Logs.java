package cutline.rocksdb;

import static java.nio.file.StandardOpenOption.WRITE;

import cutline.rocksdb.LogFile.End;
import cutline.runtime.Store.StoreException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead logs of a directory: whole but for the end of the last one, of this directory,
 * and without a gap from where the tables end. A record is a commit: its first sequence number (8
 * bytes), how many it takes (4 bytes), and, before the changes, the database's identity.
 */
final class Logs {

  private static final byte NOTE = 3;

  private final Manifest manifest;
  private final Map<Path, LogFile> torn = new LinkedHashMap<>();

  /** The sequence number that is to come next; 0 before the first one. */
  private long next;

  /** The log that came before, if it had records. */
  private @Nullable Path before;

  private Logs(Manifest manifest) {
    this.manifest = manifest;
  }

  /**
   * Checks logs, and cuts off a last record that was not written in full.
   *
   * @param logs all there are, oldest first
   * @throws StoreException if anything else is missing or damaged
   */
  static void check(List<Path> logs, Manifest manifest, Consumer<String> report)
      throws IOException, StoreException {
    Logs check = new Logs(manifest);
    for (Path log : logs) {
      check.read(log);
    }
    check.requireEnd();
    for (var each : check.torn.entrySet()) {
      LogFile log = each.getValue();
      cut(each.getKey(), log.intact());
      report.accept(
          "%s: the last commit was not written in full and was removed, %d bytes at offset %d"
              .formatted(each.getKey(), log.size() - log.intact(), log.intact()));
    }
  }

  static long number(Path log) {
    String name = log.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private void read(Path log) throws IOException, StoreException {
    // What is in an older one is in the tables, and RocksDB is about to delete it.
    boolean counts = number(log) >= manifest.firstLog();
    LogFile read =
        LogFile.read(
            log,
            (offset, record) -> {
              requireNothingTorn();
              if (!isOurs(record)) {
                throw Trouble.damaged(
                    "%s belongs to another directory at offset %d".formatted(log, offset));
              }
              if (counts) {
                follow(log, record);
              }
            });
    if (read.end() == End.CORRUPT) {
      throw corrupt(log, read);
    }
    if (read.end() != End.CLEAN) {
      torn.put(log, read);
    }
  }

  /** Only the last commit of all may be unfinished. */
  private void requireNothingTorn() throws StoreException {
    for (var each : torn.entrySet()) {
      throw corrupt(each.getKey(), each.getValue());
    }
  }

  private boolean isOurs(ByteBuffer record) {
    try {
      ByteBuffer changes = record.duplicate().position(Long.BYTES + Integer.BYTES);
      return changes.get() == NOTE && Arrays.equals(Numbers.bytes(changes), manifest.identity());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return false;
    }
  }

  private void follow(Path log, ByteBuffer record) throws StoreException {
    long sequence = record.getLong(0);
    boolean fits = next == 0 ? sequence <= manifest.lastSequence() + 1 : sequence == next;
    if (!fits) {
      throw Trouble.damaged(
          "commits before number %d, with which %s goes on, are missing%s"
              .formatted(sequence, log, before == null ? "" : " behind " + before));
    }
    next = sequence + Integer.toUnsignedLong(record.getInt(Long.BYTES));
    before = log;
  }

  private void requireEnd() throws StoreException {
    if (before != null && next <= manifest.lastSequence()) {
      throw Trouble.damaged(
          "%s ends with commit number %d, of %d that there were at least"
              .formatted(before, next - 1, manifest.lastSequence()));
    }
  }

  private static StoreException corrupt(Path log, LogFile read) {
    return Trouble.damaged(log + " is corrupt at offset " + read.damage());
  }

  private static void cut(Path log, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(log, WRITE)) {
      channel.truncate(size);
      channel.force(true);
    }
  }
}
